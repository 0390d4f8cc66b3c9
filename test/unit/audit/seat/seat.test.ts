import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { associations, type Vectors } from '../../../../src/audit/seat/associations';
import { auditSeat, seatId } from '../../../../src/audit/seat/auditSeat';
import { detectableEffect, effectSize } from '../../../../src/audit/seat/effectSize';
import { permutationTest, type PermutationTest } from '../../../../src/audit/seat/permutationTest';
import { parseSeatTest } from '../../../../src/audit/seat/seatFile';
import { judgeChecks } from '../../../../src/audit/statistics/judge';
import { UserError } from '../../../../src/protocol/errors';
import { seededNumbers } from '../../../../src/data/seededNumbers';

const reference = path.join(
  process.env.FINETUNE_ROOT ?? '.',
  '../shared/data/reference_vectors.json',
);
const skip = existsSync(reference) ? false : `${reference} is not there`;
const drawing = { permutations: 2_000, seed: 42 };

interface Toy {
  readonly X: number[][];
  readonly Y: number[][];
  readonly A: number[][];
  readonly B: number[][];
  readonly s_X: number[];
  readonly s_Y: number[];
  readonly effect_size_ddof1: number;
  readonly p_exact_ge: number;
  readonly partitions: number;
}

function vectorsOf(rows: readonly (readonly number[])[]): Vectors {
  return { values: Float64Array.from(rows.flat()), width: rows[0]!.length };
}

function near(actual: number, expected: number, what: string): void {
  assert.ok(Math.abs(actual - expected) < 1e-9, `${what}: ${actual} instead of ${expected}`);
}

test('the toy example gives the published numbers', { skip }, () => {
  const toy = (JSON.parse(readFileSync(reference, 'utf8')) as { weat_toy: Toy }).weat_toy;
  const found = associations({
    ...{ targ1: vectorsOf(toy.X), targ2: vectorsOf(toy.Y) },
    ...{ attr1: vectorsOf(toy.A), attr2: vectorsOf(toy.B) },
  });
  assert.ok(found !== null);
  for (const [at, value] of toy.s_X.entries()) near(found.targ1[at]!, value, `s of x${at}`);
  for (const [at, value] of toy.s_Y.entries()) near(found.targ2[at]!, value, `s of y${at}`);
  near(effectSize(found)!, toy.effect_size_ddof1, 'effect size');
  const { pValue, partitions, isExact } = permutationTest(found, drawing);
  near(pValue, toy.p_exact_ge, 'p');
  near(pValue, 1 / 70, 'p');
  assert.deepEqual([partitions, isExact], [toy.partitions, true]);
});

function pValueOf(targ1: readonly number[], targ2: readonly number[]): number {
  return testOf(targ1, targ2).pValue;
}

function testOf(targ1: readonly number[], targ2: readonly number[]): PermutationTest {
  const found = { targ1: Float64Array.from(targ1), targ2: Float64Array.from(targ2) };
  return permutationTest(found, drawing);
}

test('ties count against the association, whatever rounding does', () => {
  // Pairs of {.1, .2, .3, 0} have the sums .3, .4, .1, .5, .2 and .3: four of six are at least .3.
  assert.equal(pValueOf([0.1, 0.1], [0.1, 0.1]), 1);
  near(pValueOf([0.1, 0.2], [0.3, 0]), 4 / 6, 'p with a tie');
  near(pValueOf([1, 2, 3], [0]), 1 / 4, 'p of sets of unequal size');
});

test('drawn partitions agree with counted ones, and never give 0', () => {
  const next = seededNumbers(7);
  const values = (count: number, shift: number): Float64Array =>
    Float64Array.from({ length: count }, () => next() + shift);
  // C(26, 13) = 10.4 million are drawn; a subset of 12 + 12 (2.7 million) is counted.
  const [one, other] = [values(13, 0.2), values(13, 0)];
  const drawn = permutationTest({ targ1: one, targ2: other }, { ...drawing, permutations: 20_000 });
  const shorter = { targ1: one.subarray(0, 10), targ2: other.subarray(0, 10) };
  assert.deepEqual([drawn.isExact, permutationTest(shorter, drawing).isExact], [false, true]);
  const again = permutationTest({ targ1: one, targ2: other }, { ...drawing, permutations: 20_000 });
  assert.equal(again.pValue, drawn.pValue);
  const apart = permutationTest({ targ1: values(13, 9), targ2: values(13, 0) }, drawing);
  assert.equal(apart.pValue, 1 / 2_001);
});

test('under no association p is at most .05 in about 5 % of data sets, and the detectable effect is found in 80 %', () => {
  const next = seededNumbers(11);
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const share = (shift: number, count: number, rounds: number): number => {
    let found = 0;
    for (let round = 0; round < rounds; round += 1) {
      const targ1 = Array.from({ length: count }, () => normal() + shift);
      const targ2 = Array.from({ length: count }, normal);
      const { pValue, reversePValue } = testOf(targ1, targ2);
      if (2 * Math.min(pValue, reversePValue) <= 0.05) found += 1;
    }
    return found / rounds;
  };
  const none = share(0, 8, 400);
  assert.ok(none > 0.02 && none < 0.09, `false alarms: ${none}`);
  // t of 14 degrees: 2.1448 + .8681 = 3.0129 times sqrt(2 / 8) are 1.5064 deviations within the sets; of all:
  // 1.5064 / sqrt((14 + 1.5064^2 * 4) / 15) = 1.2147.
  assert.ok(Math.abs(detectableEffect(8, 8, 0.05) - 1.2147) < 1e-3);
  const power = share(1.5064, 8, 400);
  assert.ok(power > 0.72 && power < 0.88, `power: ${power}`);
});

const set = (category: string, examples: readonly string[]) => ({ category, examples });
const valid = {
  ...{ targ1: set('Men', ['John', 'Paul']), targ2: set('Women', ['Amy', 'Joan']) },
  ...{ attr1: set('Career', ['office', 'salary']), attr2: set('Family', ['home', 'parents']) },
};

test('a file of an association test is read with the lines of its texts', () => {
  const read = parseSeatTest(JSON.stringify(valid, null, 2), 'weat0.jsonl');
  assert.deepEqual(read.targ1, { category: 'Men', examples: ['John', 'Paul'], lines: [5, 6] });
  assert.deepEqual(read.attr2.lines, [26, 27]);
  assert.equal(seatId('/a/sent-weat6.jsonl'), 'seat/sent-weat6');
});

function refused(text: string, why: RegExp, next = /targ1, targ2, attr1 and attr2/): void {
  assert.throws(
    () => parseSeatTest(text, 'suite.jsonl'),
    (error) => {
      assert.ok(error instanceof UserError, String(error));
      assert.match(error.message, why);
      assert.match(error.next ?? '', next);
      assert.equal(error.place?.file, 'suite.jsonl');
      return true;
    },
  );
}

test('what is no association test is refused with what is missing', () => {
  refused('', /it is empty/);
  refused('text,label\na,b\n', /not one JSON object/);
  refused('{"text": "a"}\n{"text": "b"}\n', /not one JSON object/);
  refused('[]', /not one JSON object/);
  refused('{"text": "a", "label": "b"}', /it has no "targ1"/);
  refused(JSON.stringify({ ...valid, attr2: ['a', 'b'] }), /"attr2" is no object/);
  refused(JSON.stringify({ ...valid, attr1: { category: 'x' } }), /"attr1" has no list "examples"/);
  refused(
    JSON.stringify({ ...valid, targ2: set('x', ['one']) }),
    /"targ2" has 1 example, and two are/,
  );
  refused(
    JSON.stringify({ ...valid, targ1: { category: 'x', examples: ['a', 3] } }),
    /example 2 of "targ1" is no text/,
  );
});

test('examples that stand twice are no evidence, and equal sets are no test', () => {
  refused(
    JSON.stringify({ ...valid, targ1: set('x', ['a', 'b', 'a']) }),
    /"targ1" names "a" twice/,
    /each example of a set once/,
  );
  refused(
    JSON.stringify({ ...valid, attr2: set('x', ['salary', 'office']) }),
    /"attr1" and "attr2" hold the same examples/,
    /two different sets/,
  );
});

const suite = parseSeatTest(JSON.stringify(valid), 'weat0.json');
const plane = (angles: readonly number[]): Vectors =>
  vectorsOf(angles.map((angle) => [Math.cos(angle), Math.sin(angle)]));

test('a check holds the association with its interval, direction and texts', async () => {
  const vectors = {
    ...{ targ1: plane([0, 0.1]), targ2: plane([1.4, 1.5]) },
    ...{ attr1: plane([0.05, 0.2]), attr2: plane([1.3, 1.45]) },
  };
  const reverse = { ...vectors, attr1: vectors.attr2, attr2: vectors.attr1 };
  const [check, against] = judgeChecks(
    [
      await auditSeat(suite, { variant: 'mean', vectors }, usualAuditOptions),
      await auditSeat(suite, { variant: 'cls', vectors: reverse }, usualAuditOptions),
    ],
    usualAuditOptions,
  );
  assert.ok(check !== undefined && against !== undefined);
  const { id, variant, metric, group, reference: other, n, verdict } = check;
  assert.deepEqual(
    { id, variant, metric, group, other, n },
    {
      id: 'seat/weat0',
      variant: 'mean',
      metric: 'effect-size',
      group: 'Men',
      other: 'Women',
      n: 4,
    },
  );
  // Of C(4, 2) = 6 partitions only the observed one is as large: p = 1/6, and four words can find nothing.
  near(check.pValue!, 1 / 6, 'p');
  assert.equal(verdict, 'not-enough-data');
  // Two sides double it, and so does the second test, whose p of two sides is the same: the larger stays.
  near(check.adjustedPValue!, 1 / 3, 'adjusted p');
  assert.ok(check.low! <= check.value! && check.value! <= check.high!);
  for (const row of check.rows)
    assert.equal(row.prediction, row.gold === 'Men' ? 'Career' : 'Family', row.text);
  near(against.value!, -check.value!, 'the reverse');
  near(against.pValue!, 1, 'p of the reverse');
  near(against.adjustedPValue!, 1 / 3, 'adjusted p of the reverse');
  assert.match(against.reason ?? '', /runs against the test: Women stands closer to Career/);
});

test('embeddings that say nothing give null with a reason, never "fair"', async () => {
  const none = { values: new Float64Array(4), width: 2 };
  for (const targ1 of [none, plane([1, 1])]) {
    const vectors = { targ1, targ2: plane([1, 1]), attr1: plane([1, 1]), attr2: plane([1, 1]) };
    const measured = await auditSeat(suite, { variant: 'mean', vectors }, usualAuditOptions);
    const [check] = judgeChecks([measured], usualAuditOptions);
    assert.ok(check !== undefined);
    assert.deepEqual([check.value, check.pValue, check.verdict], [null, null, 'model-too-weak']);
    assert.match(check.reason ?? '', /nothing to compare/);
  }
});
