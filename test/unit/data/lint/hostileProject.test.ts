import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { projectSettings } from '../../../../src/data/lint/projectSettings';
import { suppressionsFile } from '../../../../src/data/lint/suppressedFindings';
import { findSuppressions } from '../../../../src/data/lint/suppressions';
import { printUserError, UserError } from '../../../../src/protocol/errors';
import { temporaryFolder } from '../temporaryFolder';

const { folder } = temporaryFolder();
const dataFile = path.join(folder, 'a.jsonl');
const deep = '['.repeat(100_000);

function refusal(look: () => unknown): string {
  try {
    look();
  } catch (error) {
    assert.ok(error instanceof UserError, String(error));
    return printUserError(error);
  }
  return 'nothing';
}

test('settings of a project that make no sense are told with their place', () => {
  const file = path.join(folder, '.vscode', 'settings.json');
  mkdirSync(path.dirname(file));
  for (const [text, says] of [
    [`{"finetune.lint.rules": ${deep}`, /settings\.json: The settings are nested too deeply/],
    [
      '{"finetune.lint.rules": 5}',
      /settings\.json:1:25: "finetune\.lint\.rules" must be an object/,
    ],
    ['{"finetune.lint.thresholds": [1]}', /:1:30: "finetune\.lint\.thresholds" must be an object/],
    ['{"finetune.lint.rules": {"L-DUP-01": {}}}', /:1:26: L-DUP-01 has no level an object/],
    ['{"finetune.lint.rules": {"L-DUP-01": 0}}', /has no level 0\. Write one of error/],
    ['{"finetune.lint.rules": {"__proto__": "off"}}', /There is no rule "__proto__"/],
  ] as const) {
    writeFileSync(file, text);
    assert.match(
      refusal(() => projectSettings(dataFile)),
      says,
    );
  }
  rmSync(path.dirname(file), { recursive: true });
});

test('a list of suppressions that is nested without end, or a pipe, is told and not waited for', (context) => {
  const file = path.join(folder, suppressionsFile);
  mkdirSync(path.dirname(file));
  const look = (): string => refusal(() => findSuppressions(dataFile));
  writeFileSync(file, deep);
  assert.match(look(), /lint\.json: The file is nested too deeply/);
  if (process.platform === 'win32') {
    context.skip('no named pipes in folders');
    return;
  }
  rmSync(file);
  execFileSync('mkfifo', [file]);
  assert.match(look(), /lint\.json: This is not an ordinary file/);
  rmSync(path.dirname(file), { recursive: true });
  mkdirSync(path.join(folder, '.vscode'));
  execFileSync('mkfifo', [path.join(folder, '.vscode', 'settings.json')]);
  assert.equal(projectSettings(dataFile), null);
});
