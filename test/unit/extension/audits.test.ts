import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { auditArguments } from '../../../src/extension/audits/auditArguments';
import { clusterColumns } from '../../../src/extension/audits/clusterColumns';
import { groupColumns } from '../../../src/extension/audits/groupColumns';
import { parseAudit, readAudit } from '../../../src/extension/audits/readAudit';
import { parseFromAuditPage } from '../../../src/extension/panels/auditMessages';
import { sampleAudit } from '../../support/pages/sampleAudit';

test('an audit is asked for without a shell: every value is joined to its flag', () => {
  const data = {
    path: '-d.tsv',
    format: 'tsv',
    header: false,
    columns: ['text', 'label'],
  } as const;
  const builtIn = ['swap', 'seat'] as const;
  const call = { subject: '/run', data, groups: ['gender', 'age'], base: '/base', builtIn };
  const suites = [{ kind: 'seat', path: 'w.jsonl' }] as const;
  assert.deepEqual(
    auditArguments({ ...call, suites, positive: 'toxic', reference: 'm.json', cluster: 'author' }),
    [
      ...['audit', '/run', '--json', '--data=-d.tsv', '--format=tsv', '--columns=text,label'],
      ...[
        '--no-header',
        '--groups=gender,age',
        '--cluster=author',
        '--positive=toxic',
        '--built-in=swap,seat',
        '--base=/base',
        '--reference=m.json',
        '--suite=seat=w.jsonl',
      ],
    ],
  );
  const nothing = {
    ...{
      subject: '/run',
      data: null,
      groups: [],
      base: null,
      reference: null,
      cluster: null,
      suites: [],
      positive: null,
    },
  };
  assert.deepEqual(auditArguments({ ...nothing, builtIn: null }), ['audit', '/run', '--json']);
  assert.equal(auditArguments({ ...nothing, builtIn: [] }).at(-1), '--built-in=none');
});

test('columns of groups are those with a few values, people first', () => {
  const column = (name: string, distinct: number | null) => ({ name, distinct, filled: 90 });
  const facts = {
    rows: 100,
    fields: { text: 'text', label: 'label' },
    columns: [
      column('text', null),
      column('label', 3),
      column('source', 4),
      column('constant', 1),
      column('id', 100),
      column('a,b', 2),
      column('Gender', 2),
    ],
  };
  assert.deepEqual(
    groupColumns(facts).map(({ name }) => name),
    ['Gender', 'source'],
  );
});

test('columns of authors, threads and documents may make rows depend on each other', () => {
  const column = (name: string, distinct: number | null) => ({ name, distinct, filled: 90 });
  const columns = [
    column('text', null),
    column('author', 30),
    column('user_id', null),
    column('thread', 90),
    column('doc', 1),
    column('doctor', 12),
    column('source', 4),
  ];
  assert.deepEqual(
    clusterColumns(columns, ['source']).map(({ name }) => name),
    ['author', 'user_id'],
  );
});

test('a report is read, and what is none says so', async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'audit-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const report = sampleAudit();
  const file = path.join(folder, 'audit-test.json');
  writeFileSync(file, JSON.stringify(report));
  assert.deepEqual(await readAudit(file), { type: 'report', report });
  const others = ['', '{', '[]', 'null', '{"checks":[]}', JSON.stringify({ ...report, checks: 1 })];
  for (const text of others) {
    assert.equal(parseAudit(text), null, text);
    writeFileSync(file, text);
    assert.equal((await readAudit(file)).type, 'unreadable', text);
  }
  const gone = await readAudit(path.join(folder, 'gone.json'));
  assert.ok(gone.type === 'unreadable' && gone.reason.includes('no longer there'));
});

test('messages of the audit page come through as they are, anything else is refused', () => {
  const good = [
    { type: 'ready' },
    { type: 'audit-again' },
    { type: 'open-run' },
    { type: 'compare' },
    { type: 'open-row', path: '/d.jsonl', line: 3 },
    { type: 'export', format: 'model-card' },
    { type: 'apply', remedy: 'reweighing' },
  ];
  for (const message of good) assert.deepEqual(parseFromAuditPage({ ...message, x: 1 }), message);
  const forged = [
    null,
    'ready',
    { type: 'open-row', path: '/d', line: 0 },
    { type: 'open-row', path: '', line: 1 },
    { type: 'export', format: 'html' },
    { type: 'apply', remedy: 7 },
    { type: 'apply', remedy: 'x'.repeat(5_000) },
  ];
  for (const message of forged) assert.equal(parseFromAuditPage(message), null);
});
