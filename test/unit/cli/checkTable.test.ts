import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkTable } from '../../../src/cli/terminal/checkTable';
import type { AuditCheck } from '../../../src/protocol/audit';

const value = { value: 0.1, low: 0, high: 0.2 };

function undecided(changes: Partial<AuditCheck>): AuditCheck {
  return {
    ...{ id: 'group/gender', variant: 'one-against-rest:yes/max-min', group: null },
    ...{ metric: 'equalized-odds-difference', reference: null, nullBand: null, rows: [] },
    ...{ ...value, disparity: value, pValue: 0.2, adjustedPValue: 0.4, detectable: 0.123 },
    ...{ n: 100, needed: 520, verdict: 'not-enough-data' },
    ...changes,
  };
}

const coverage = [{ id: 'group/gender' as const, used: 1_000, of: 1_000, note: null }];

test('a table in a hundred columns says what a figure finds and how many of all rows it needs', () => {
  const [head, worst, mean] = checkTable(
    [
      undecided({ variant: 'one-against-rest:yes/worst-case' }),
      undecided({ variant: 'one-against-rest:yes/mean', needed: 530_000, n: 1_000 }),
    ],
    { width: 100, coverage },
  );
  assert.match(head ?? '', /of .* finds +needs +verdict$/);
  // The label of all figures is no news in each.
  assert.match(
    worst ?? '',
    /equalized odds difference +worst-case .* \.123 +5,200 +not enough data$/,
  );
  assert.match(mean ?? '', / 530,000 +not enough data$/);
});

test('figures of several labels name theirs', () => {
  const [, yes, no] = checkTable(
    [undecided({}), undecided({ variant: 'one-against-rest:no/max-min' })],
    { width: 100, coverage },
  );
  assert.match(yes ?? '', /difference +yes /);
  assert.match(no ?? '', /difference +no /);
});
