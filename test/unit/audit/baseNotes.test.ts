import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { baseNotes } from '../../../src/audit/changes/baseNotes';
import type { ScoredRows } from '../../../src/audit/scoredRows';
import type { BaseNote } from '../../../src/protocol/audit';
import { scoredRows, yesNoRows } from './scored';

const gold = Array.from({ length: 200 }, (_, row) => row % 2);
/** Right three times in four, so that nobody takes it for a guess. */
const good = yesNoRows(
  gold,
  gold.map((label, row) => (row % 8 < 6 ? label * 0.8 + 0.1 : 0.9 - label * 0.8)),
);
const right = yesNoRows(
  gold,
  gold.map((label) => label * 0.8 + 0.1),
);
/** As often right as wrong, for either label. */
const guessing = yesNoRows(
  gold,
  gold.map((_, row) => (row % 4 < 2 ? 0.6 : 0.4)),
);

const check = async (
  before: ScoredRows,
  after: ScoredRows,
  kinds: readonly BaseNote['kind'][],
): Promise<void> => {
  const notes = await baseNotes(before, after, usualAuditOptions);
  assert.deepEqual(
    notes.map(({ kind }) => kind),
    kinds,
  );
};

test('of two models of their own nothing needs to be known', () => check(good, right, []));

test('a model that is hardly better than chance is said to be, whichever it is', async () => {
  await check(guessing, good, ['weak']);
  await check(good, guessing, ['weak-after']);
});

test('the same answers are told, also where the labels stand in another order', async () => {
  await check(good, good, ['same']);
  const turned = scoredRows({
    labels: ['yes', 'no'],
    gold: gold.map((label) => 1 - label),
    probabilities: gold.flatMap((_, row) => [
      good.probabilities[2 * row + 1] ?? 0,
      good.probabilities[2 * row] ?? 0,
    ]),
  });
  await check(turned, good, ['same']);
});

test('answers that were decided otherwise by the same scores are not the same', () =>
  check({ ...good, decisions: Int32Array.from(gold) }, good, []));
