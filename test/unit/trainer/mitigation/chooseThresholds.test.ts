import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chooseThresholds,
  type ScoredGroup,
} from '../../../../src/trainer/mitigation/chooseThresholds';
import {
  applyThresholds,
  groupThresholds,
  requireThresholdRows,
} from '../../../../src/trainer/mitigation/groupThresholds';
import { thresholdsCaveat } from '../../../../src/protocol/thresholdsCaveat';
import { pseudoRandom } from '../training/pseudoRandom';

const seed = 20261127;
const constraints = ['demographic-parity', 'equalized-odds'] as const;

function ratesAt(
  { scores, isPositive }: ScoredGroup,
  threshold: number,
): { right: number; selection: number[]; odds: number[] } {
  const counts = { right: 0, selected: 0, hits: 0, alarms: 0, positives: 0 };
  for (let row = 0; row < scores.length; row++) {
    const [isSelected, isTrue] = [scores[row]! > threshold, isPositive[row]!];
    counts.right += Number(isSelected === isTrue);
    counts.selected += Number(isSelected);
    counts.positives += Number(isTrue);
    counts.hits += Number(isSelected && isTrue);
    counts.alarms += Number(isSelected && !isTrue);
  }
  const negatives = scores.length - counts.positives;
  return {
    right: counts.right,
    selection: [counts.selected / scores.length],
    odds: [counts.hits / counts.positives, counts.alarms / negatives],
  };
}

/** Every combination of thresholds, by trying them all. */
function bestByHand(groups: readonly ScoredGroup[], constraint: string, tolerance: number): number {
  const tried = groups.map((group) =>
    [-1, ...Array.from(group.scores)].map((threshold) => ratesAt(group, threshold)),
  );
  let most = -1;
  const walk = (chosen: ReturnType<typeof ratesAt>[]): void => {
    if (chosen.length < groups.length) {
      for (const next of tried[chosen.length]!) walk([...chosen, next]);
      return;
    }
    const rates = chosen.map(({ selection, odds }) =>
      constraint === 'demographic-parity' ? selection : odds,
    );
    const differences = rates[0]!.map((_, at) => {
      const values = rates.map((each) => each[at]!);
      return Math.max(...values) - Math.min(...values);
    });
    if (Math.max(...differences) > tolerance + 1e-9) return;
    most = Math.max(
      most,
      chosen.reduce((sum, { right }) => sum + right, 0),
    );
  };
  walk([]);
  return most;
}

for (const constraint of constraints) {
  test(`thresholds are the best that satisfy ${constraint} (seed ${seed})`, () => {
    const next = pseudoRandom(seed);
    for (let round = 0; round < 40; round++) {
      const groups = Array.from({ length: 2 + (round % 2) }, (_, group): ScoredGroup => {
        const rows = 5 + Math.floor(next() * 6);
        const isPositive = Array.from({ length: rows }, (_, row) => row === 0 || (row > 1 && next() < 0.3 + 0.3 * group)); // prettier-ignore
        // Ties, too.
        const scores = isPositive.map((each) => Math.round(10 * (0.3 * next() + 0.5 * next() + (each ? 0.2 : 0))) / 10); // prettier-ignore
        return { scores, isPositive };
      });
      const tolerance = [0, 0.1, 0.3][round % 3]!;
      const chosen = chooseThresholds(groups, { constraint, tolerance });
      const found = groups.map((group, at) => ratesAt(group, chosen.thresholds[at]!));
      assert.equal(found.reduce((sum, { right }) => sum + right, 0), chosen.right); // prettier-ignore
      assert.ok(chosen.difference <= tolerance + 1e-9, `round ${round}`);
      assert.equal(chosen.right, bestByHand(groups, constraint, tolerance), `round ${round}`);
    }
  });
}

test('large groups take no longer than it is worth', () => {
  const next = pseudoRandom(seed);
  const groups = Array.from({ length: 3 }, (): ScoredGroup => {
    const scores = Array.from({ length: 20_000 }, next);
    return { scores, isPositive: scores.map((score) => next() < score) };
  });
  for (const constraint of constraints) {
    const { difference, right } = chooseThresholds(groups, { constraint, tolerance: 0.02 });
    assert.ok(difference <= 0.02 + 1e-9 && right > 0.74 * 60_000, `${constraint}: ${right}`);
  }
});

test('thresholds are chosen, told with the caveat, and applied to logits', () => {
  // Rows of "she" score 0.3 higher: 40 each, half of them positive.
  const who = Array.from({ length: 82 }, (_, row) => (row > 79 ? 'they' : row % 2 === 0 ? 'he' : 'she')); // prettier-ignore
  const gold = Int32Array.from(who, (_, row) => Number(row % 40 >= 20));
  const logits = Float32Array.from(who.flatMap((each, row) => {
    const score = 0.2 + (gold[row] === 1 ? 0.25 : 0) + (each === 'she' ? 0.3 : 0) + 0.001 * row;
    return [0, Math.log(score / (1 - score))];
  })); // prettier-ignore
  const examples = { texts: who, columns: { who } };
  const config = { constraint: 'demographic-parity', tolerance: 0 } as const;
  const request = { examples, gold, logits, labels: ['no', 'yes'] };
  const { thresholds, notes } = groupThresholds('who', config, request);
  assert.deepEqual(Object.keys(thresholds!.thresholds), ['he', 'she']);
  assert.equal(thresholds!.rows, 80);
  assert.equal(thresholds!.label, 'yes');
  assert.match(notes[0]!, /^Thresholds of "yes" by who: "he" .*, "she" .*; on the validation rows 100 % right/); // prettier-ignore
  assert.match(notes[1]!, /Too few .* "they"/);
  assert.equal(notes[2], thresholdsCaveat);

  const shifted = applyThresholds(thresholds!, examples, logits);
  for (const [row, group] of who.entries()) {
    const answer = shifted[row * 2 + 1]! > shifted[row * 2]!;
    if (group === 'they') assert.equal(shifted[row * 2 + 1], logits[row * 2 + 1]);
    else assert.equal(answer, gold[row] === 1, `row ${row}`);
  }
});

test('a threshold of a group without a name is for its rows, not for those of no group', () => {
  const thresholds = { '': 0.9, he: 0.1 };
  const kept = { groups: 'who', constraint: 'demographic-parity', tolerance: 0, label: 'yes', rows: 80, thresholds } as const; // prettier-ignore
  const who = ['', null, 'they', 'he'];
  const shifted = applyThresholds(kept, { texts: ['a', 'b', 'c', 'd'], columns: { who } }, new Float32Array(8)); // prettier-ignore
  const logOdds = Math.fround(Math.log(9));
  assert.deepEqual([...shifted], [0, -logOdds, 0, 0, 0, 0, 0, logOdds]);
});

test('groups that are too small, or lack a label, get no thresholds, and it says so', () => {
  const who = Array.from({ length: 80 }, (_, row) => (row % 2 === 0 ? 'he' : 'she'));
  const gold = Int32Array.from(who, (group, row) => Number(group === 'he' && row < 40));
  const request = {
    ...{ examples: { texts: who, columns: { who } }, gold, labels: ['no', 'yes'] },
    logits: new Float32Array(160),
  };
  const { thresholds, notes } = groupThresholds('who', { constraint: 'equalized-odds', tolerance: 0 }, request); // prettier-ignore
  assert.equal(thresholds, null);
  assert.match(notes[0]!, /^No thresholds by group: fewer than two groups by who/);
  // Before training, so that nobody waits for what cannot be.
  const validation = { ...request.examples, labelIds: gold, path: 'validation.jsonl' };
  const says = /needs two groups by who with 30 validation rows of both labels each, and there is one: "he"/; // prettier-ignore
  assert.throws(() => requireThresholdRows('who', validation), says);
  requireThresholdRows('who', { ...validation, labelIds: gold.map((_, row) => (row >> 1) % 2) });
});
