import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { foldersThatTell } from '../../../../src/extension/datasets/foldersThatTell';

const native = (file: string): string => file.replaceAll('/', path.sep);

function check(files: readonly string[], expected: readonly (string | null)[]): void {
  const all = files.map(native);
  const found = foldersThatTell(all);
  assert.deepEqual(
    all.map((file) => found.get(file) ?? null),
    expected,
  );
}

test('files of one name are told apart by as few folders as it takes', () => {
  check(['/w/a/train.tsv', '/w/a/test.tsv'], [null, null]);
  check(['/w/a/train.tsv', '/w/b/train.tsv', '/w/b/dev.tsv'], ['a', 'b', null]);
  check(['/w/a/data/x.csv', '/w/b/data/x.csv'], ['a/data', 'b/data']);
  check(['/w/a/data/x.csv', '/w/b/data/x.csv', '/w/c/x.csv'], ['a/data', 'b/data', 'c']);
  check(['/x.csv', '/a/x.csv'], ['', 'a']);
});
