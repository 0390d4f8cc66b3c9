import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import { fakeOutput } from '../../support/fakeOutput';
import { temporaryFolder } from '../../support/makeRun';

const rows = '{"text":"a word","label":"x"}\n{"text":" other","label":"y"}\n';

/** Lints a file with these flags and compares exit code and standard error; {file} and {copy} stand for paths. */
function check(name: string, flags: readonly string[], code: number, expected: RegExp): void {
  test(name, async () => {
    const folder = temporaryFolder();
    const [file, copy] = [path.join(folder, 'a.jsonl'), path.join(folder, 'copy.jsonl')];
    writeFileSync(file, rows);
    const given = flags.map((flag) => flag.replace('{copy}', copy).replace('{file}', file));
    const { output, text } = fakeOutput();
    assert.equal(await commandLine(['lint', file, '--no-config', ...given], output), code);
    assert.match(text.stderr, expected);
    assert.equal(existsSync(copy), false, 'no copy');
  });
}

check('without a model', ['--rules', 'L-LEN-02'], 1, /a\.jsonl: L-LEN-02 needs --model M,/);
check('without another file', ['--rules', 'L-LEAK-01'], 1, /: L-LEAK-01 needs --against FILE,/);
check('without answers', ['--rules', 'L-LBL-01'], 1, /: L-LBL-01 needs --probabilities RUN/);
check(
  'nothing of them',
  ['--rules', 'l-len-01, L-LEN-04,L-LEAK-02'],
  1,
  /04 need --model .*; L-LE/,
);
check(
  'no copy is written',
  ['--rules', 'L-LEN-02', '--fix', '--out', '{copy}'],
  1,
  /L-LEN-02 needs --model/,
);
check(
  'the others are checked',
  ['--rules', 'L-TXT-02,L-LEN-02'],
  0,
  /^\S*a\.jsonl: not checked\. L-LEN-02 needs --model .*\n$/,
);
check('what is not named by its id', ['--rules', 'row'], 0, /^$/);
check('what has all', ['--rules', 'L-TXT-02'], 0, /^$/);
