import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { folderThatTells } from '../../../../src/extension/datasets/folderThatTells';

const native = (file: string): string => file.replaceAll('/', path.sep);

function check(files: readonly string[], expected: readonly (string | null)[]): void {
  const all = files.map(native);
  assert.deepEqual(
    all.map((file) => folderThatTells(file, all)),
    expected,
  );
}

test('files of one name are told apart by as few folders as it takes', () => {
  check(['/w/a/train.tsv', '/w/a/test.tsv'], [null, null]);
  check(['/w/a/train.tsv', '/w/b/train.tsv', '/w/b/dev.tsv'], ['a', 'b', null]);
  check(['/w/a/data/x.csv', '/w/b/data/x.csv'], ['a/data', 'b/data']);
});
