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
