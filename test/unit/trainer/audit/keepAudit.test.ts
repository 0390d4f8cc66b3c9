import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { auditMarkdown } from '../../../../src/audit/report/auditMarkdown';
import { finishReport } from '../../../../src/audit/report/finishReport';
import type { AuditReport } from '../../../../src/protocol/audit';
import { UserError } from '../../../../src/protocol/errors';
import { keepAudit } from '../../../../src/trainer/audit/keepAudit';
import { temporaryFolder } from '../../../support/makeRun';

const { delta, alpha, seed, permutations, resamples } = usualAuditOptions;

function reportOf(subject: string, caveats: readonly string[] = []): AuditReport {
  return finishReport(
    {
      ...{ subject, kind: 'classifier', base: null, data: null, split: 'test', createdAt: 1.7e9 },
      ...{ checks: [], changes: [], coverage: [], sources: [], caveats },
    },
    { method: { version: '0', delta, alpha, seed, permutations, resamples }, failOn: null },
  );
}

test('audits of one second are all kept, each with its own Markdown', () => {
  const run = temporaryFolder();
  const subjects = ['one', 'two', 'three'];
  const kept = subjects.map((subject) => keepAudit(run, reportOf(subject)));
  assert.deepEqual(
    kept.map((file) => path.basename(file)),
    ['', '-2', '-3'].map((end) => `audit-test-20231114T221320${end}.json`),
  );
  for (const [at, file] of kept.entries()) {
    const { subject } = JSON.parse(readFileSync(file, 'utf8')) as AuditReport;
    assert.equal(subject, subjects[at]);
    assert.match(readFileSync(file.replace('.json', '.md'), 'utf8'), new RegExp(subjects[at]!));
  }
  assert.equal(readdirSync(path.join(run, 'reports')).length, 6);
});

test('an audit completes one that was killed between its two files, and leaves damaged ones alone', () => {
  const run = temporaryFolder();
  const [first] = ['one', 'two'].map((subject) => keepAudit(run, reportOf(subject)));
  const markdown = first!.replace('.json', '.md');
  const whole = readFileSync(markdown, 'utf8');
  rmSync(markdown);
  writeFileSync(path.join(run, 'reports', 'audit-test-damaged.json'), '{"subject": "thr');
  writeFileSync(path.join(run, 'reports', 'evaluation-test-1.json'), '{}');
  keepAudit(run, reportOf('three'));
  assert.equal(readFileSync(markdown, 'utf8'), whole);
  const names = readdirSync(path.join(run, 'reports'));
  assert.equal(names.filter((name) => name.endsWith('.md')).length, 3, names.join());
});

test('a file where the folder of reports should be is said, not an internal error', () => {
  const run = temporaryFolder();
  writeFileSync(path.join(run, 'reports'), '');
  assert.throws(
    () => keepAudit(run, reportOf('one')),
    (error) =>
      error instanceof UserError &&
      /cannot be kept with its run\. A file.*where a folder is needed/.test(error.message),
  );
});

test('what a report warns of is text in Markdown, whatever groups and labels are called', () => {
  const name =
    '<img src=x onerror=alert(1)>\n# Nothing found ![](http://a.example/x) [b](javascript:c)';
  const markdown = auditMarkdown(
    reportOf('one', [`group/who: "yes" is the true label of "${name}".`]),
  );
  assert.match(markdown, /\\<img src=x onerror=alert\(1\)\\> \\# Nothing found !\\\[\\\]\(/);
  assert.doesNotMatch(markdown, /^# Nothing/m);
  assert.doesNotMatch(markdown, /(?<!\\)[<[]/);
});
