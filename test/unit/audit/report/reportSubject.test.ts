import assert from 'node:assert/strict';
import { test } from 'node:test';
import { auditMarkdown } from '../../../../src/audit/report/auditMarkdown';
import { modelCardSection } from '../../../../src/audit/report/modelCard';
import type { AuditReport } from '../../../../src/protocol/audit';
import { sampleAudit } from '../../../support/pages/sampleAudit';

const note = 'tiny has not finished: this is its best checkpoint, step 8.';

test('reports say that a checkpoint stands for its run, and nothing where the name says it all', () => {
  const named: AuditReport & { note?: string } = sampleAudit();
  delete named.note;
  for (const print of [auditMarkdown, modelCardSection]) {
    assert.match(print({ ...named, note }), /tiny has not finished: this is its best checkpoint/);
    assert.doesNotMatch(print(named), /not finished|\| Note/);
  }
});

test('a report says how many groups a reference names, and rows of other files', () => {
  const hash = 'a'.repeat(64);
  const sources = [
    { kind: 'data', path: 'readers.csv', hash, rows: 2 },
    { kind: 'reference', path: 'readers.mix.json', hash, rows: 2 },
  ] as const;
  const printed = auditMarkdown(sampleAudit({ sources }));
  assert.match(printed, /readers\.csv[^|]*, 2 rows, /);
  assert.match(printed, /readers\.mix\.json, 2 groups, /);
});
