import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { LabelledExamples } from '../../../../src/data/loadDatasets';
import type { UserError } from '../../../../src/protocol/errors';
import { disparityMetrics, type DisparityMetric } from '../../../../src/protocol/metrics';
import { disparitiesOf, followDisparities } from '../../../../src/trainer/mitigation/disparities';

const vectors = path.join(
  process.env.FINETUNE_ROOT ?? '.',
  '../shared/data/reference_vectors.json',
);

function validationOf(
  who: readonly (string | null)[],
  gold: Int32Array = new Int32Array(who.length),
  texts: readonly string[] = who.map((_, row) => `text ${row}`),
): LabelledExamples {
  const rows = who.map((_, row) => row + 1);
  return {
    ...{ path: 'dev.jsonl', fields: { text: 'text', label: 'label' }, texts, rows, lines: rows },
    ...{ labels: texts, labelIds: gold, strata: [], columns: { who } },
  };
}

const config = { groups: ['who'], metrics: disparityMetrics, positive: null };
const repeat = <T>(values: readonly T[], times: number): T[] =>
  Array.from({ length: times }, () => values).flat();

interface Vectors {
  readonly fairlearn_doc_example: {
    readonly y_true: readonly number[];
    readonly y_pred: readonly number[];
    readonly group: readonly string[];
    readonly demographic_parity_difference: number;
    readonly equalized_odds_difference_worst_case: number;
  };
}

const skip = existsSync(vectors) ? false : `${vectors} is not there`;

test("disparities are Fairlearn's", { skip }, async () => {
  const { fairlearn_doc_example: example } = JSON.parse(readFileSync(vectors, 'utf8')) as Vectors;
  // Ten times over, so that both groups are large enough; rates stay.
  const gold = Int32Array.from(repeat(example.y_true, 10));
  const validation = validationOf(repeat(example.group, 10), gold);
  const followed = await followDisparities(config, validation, ['0', '1']);
  assert.deepEqual(followed.notes, []);
  const found = disparitiesOf(followed, gold, Int32Array.from(repeat(example.y_pred, 10)));
  const expected = {
    'demographic-parity-difference/who': example.demographic_parity_difference,
    'equalized-odds-difference/who': example.equalized_odds_difference_worst_case,
  };
  assert.deepEqual(Object.keys(found), Object.keys(expected));
  for (const [key, value] of Object.entries(expected))
    assert.ok(Math.abs(found[key as keyof typeof expected]! - value) < 1e-9, key);
});

test('of several labels the largest disparity counts, or that of the positive one', async () => {
  const who = repeat(['a', 'a', 'a', 'b', 'b', 'b'], 20);
  const gold = Int32Array.from(repeat([0, 1, 2, 0, 1, 2], 20));
  // Label 0: 1/3 and 2/3 of the rows, label 1: 1/3 and 0, label 2: 1/3 and 1/3.
  const predicted = Int32Array.from(repeat([0, 1, 2, 0, 0, 2], 20));
  for (const [positive, value] of [
    [null, 1 / 3],
    ['y', 1 / 3],
    ['z', 0],
  ] as const) {
    const asked = { ...config, positive };
    const followed = await followDisparities(asked, validationOf(who, gold), ['x', 'y', 'z']);
    const found = disparitiesOf(followed, gold, predicted);
    const parity = found['demographic-parity-difference/who'];
    assert.ok(Math.abs(parity! - value) < 1e-12, String(positive));
  }
});

/** Rows of each group with each label, `{ a: [20, 20] }`; who of them is predicted to have label 1 */
interface Compared {
  readonly rows: Readonly<Record<string, readonly number[]>>;
  readonly selected: (group: string, label: number) => boolean;
  readonly copies?: number;
  readonly labels?: readonly string[];
  readonly parity: number | null;
  readonly odds: number | null;
  readonly notes: readonly string[];
}

const odds = 'equalized-odds-difference/who';
const needed = '10 validation rows with the label "yes" and 10 without it';
const compared: Record<string, Compared> = {
  'a group without the label takes no part in its rates; the others are compared': {
    rows: { a: [20, 20], b: [20, 20], c: [40, 0] },
    // Of those with the label all of a, none of b.
    selected: (group, label) => group === 'a' && label === 1,
    ...{ parity: 0.5, odds: 1 },
    notes: [`${odds} leaves out groups with fewer than ${needed}: c.`],
  },
  'a figure that would need a group without the label is none, not 0': {
    rows: { a: [20, 20], b: [40, 0] },
    selected: () => false,
    ...{ parity: 0, odds: null },
    notes: [`${odds} is null: fewer than two groups have ${needed}.`],
  },
  'ten rows behind a rate are enough, nine are not': {
    rows: { a: [30, 10], b: [30, 10], c: [30, 9] },
    selected: (group) => group === 'c',
    ...{ parity: 1, odds: 0 },
    notes: [`${odds} leaves out groups with fewer than ${needed}: c.`],
  },
  'a label that only one group has is left out, not called equal': {
    rows: { a: [20, 20, 20], b: [20, 20, 0] },
    selected: (group, label) => group === 'a' && label === 1,
    labels: ['x', 'y', 'z'],
    // Of label y: 1/3 and 0 of the rows, all and none of those that have it; of x as much the other way.
    ...{ parity: 1 / 3, odds: 1 },
    notes: [
      `${odds} leaves out "z": fewer than two groups have 10 validation rows with the label and 10 without it.`,
    ],
  },
  'small groups have no part in anything': {
    rows: { a: [15, 15], b: [15, 15], c: [14, 15] },
    selected: (group) => group === 'c',
    ...{ parity: 0, odds: 0 },
    notes: ['Groups by who of fewer than 30 validation rows have no curve: c (29 rows).'],
  },
  'rows of one text count once': {
    rows: { a: [40, 40], b: [40, 40], c: [20, 20] },
    selected: (group) => group === 'c',
    copies: 2,
    ...{ parity: 0, odds: 0 },
    notes: [
      'Groups by who of fewer than 30 validation rows have no curve: c (40 rows, as good as 20 of different texts).',
    ],
  },
};

for (const [
  name,
  { rows, selected, copies = 1, labels = ['no', 'yes'], ...expected },
] of Object.entries(compared))
  test(`compared: ${name}`, async () => {
    const all = Object.entries(rows).flatMap(([group, counts]) =>
      counts.flatMap((count, label) => Array.from({ length: count }, () => ({ group, label }))),
    );
    const gold = Int32Array.from(all, ({ label }) => label);
    const texts = all.map((_, row) => `text ${Math.floor(row / copies)}`);
    const validation = validationOf(
      [...all.map(({ group }) => group), null],
      Int32Array.of(...gold, 0),
      [...texts, 'of nobody'],
    );
    const followed = await followDisparities(config, validation, labels);
    assert.deepEqual(followed.notes, expected.notes);
    const predicted = all.map(({ group, label }) => Number(selected(group, label)));
    const found = disparitiesOf(followed, validation.labelIds, Int32Array.of(...predicted, 1));
    const near = (value: number | null | undefined): number | null =>
      value == null ? null : Math.round(value * 1e9) / 1e9;
    assert.deepEqual(
      [near(found['demographic-parity-difference/who']), near(found[odds])],
      [near(expected.parity), expected.odds],
    );
  });

const refused: Record<
  string,
  {
    who: (string | null)[];
    positive?: string;
    metrics?: DisparityMetric[];
    says: RegExp;
    key: string;
  }
> = {
  'no row says whom it is about': {
    who: [null, null],
    says: /of no validation row is it known/,
    key: 'evaluation.audit.groups',
  },
  'one group is too small': {
    who: [...repeat(['a'], 50), 'b'],
    says: /of a \(50 rows\), b \(1 row\), and at least two groups of 30/,
    key: 'evaluation.audit.groups',
  },
  'only error rates are asked, and no two groups have any': {
    who: repeat(['a', 'b'], 30),
    metrics: ['equalized-odds-difference'],
    says: /Nothing can be compared by who while training\. equalized-odds-difference\/who is null/,
    key: 'evaluation.audit.metrics',
  },
  'a label that there is none of': {
    who: repeat(['a', 'b'], 30),
    positive: 'maybe',
    says: /"maybe", which is no label/,
    key: 'evaluation.audit.positive',
  },
};

for (const [
  name,
  { who, positive = null, metrics = disparityMetrics, says, key },
] of Object.entries(refused)) {
  test(`refused: ${name}`, async () => {
    await assert.rejects(
      followDisparities({ ...config, metrics, positive }, validationOf(who), ['no', 'yes']),
      (error: UserError) =>
        says.test(error.message) && error.key === key && error.next !== undefined,
    );
  });
}
