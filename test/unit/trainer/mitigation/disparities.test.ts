import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { LabelledExamples } from '../../../../src/data/loadDatasets';
import type { UserError } from '../../../../src/protocol/errors';
import { disparityMetrics } from '../../../../src/protocol/metrics';
import { disparitiesOf, followDisparities } from '../../../../src/trainer/mitigation/disparities';

const vectors = path.join(
  process.env.FINETUNE_ROOT ?? '.',
  '../shared/data/reference_vectors.json',
);

function validationOf(
  who: readonly (string | null)[],
  texts = who.map(() => ''),
): LabelledExamples {
  const rows = who.map((_, row) => row + 1);
  return {
    ...{ path: 'dev.jsonl', fields: { text: 'text', label: 'label' }, texts, rows, lines: rows },
    ...{ labels: texts, labelIds: new Int32Array(texts.length), strata: [], columns: { who } },
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

test("disparities are Fairlearn's", { skip }, () => {
  const { fairlearn_doc_example: example } = JSON.parse(readFileSync(vectors, 'utf8')) as Vectors;
  // Five times over, so that both groups are large enough; rates stay.
  const followed = followDisparities(config, validationOf(repeat(example.group, 5)), ['0', '1']);
  const gold = Int32Array.from(repeat(example.y_true, 5));
  const found = disparitiesOf(followed, gold, Int32Array.from(repeat(example.y_pred, 5)));
  const expected = {
    'demographic-parity-difference/who': example.demographic_parity_difference,
    'equalized-odds-difference/who': example.equalized_odds_difference_worst_case,
  };
  assert.deepEqual(Object.keys(found), Object.keys(expected));
  for (const [key, value] of Object.entries(expected))
    assert.ok(Math.abs(found[key as keyof typeof expected]! - value) < 1e-9, key);
});

test('of several labels the largest disparity counts, or that of the positive one', () => {
  const who = repeat(['a', 'a', 'a', 'b', 'b', 'b'], 20);
  const gold = Int32Array.from(repeat([0, 1, 2, 0, 1, 2], 20));
  // Label 0: 1/3 and 2/3 of the rows, label 1: 1/3 and 0, label 2: 1/3 and 1/3.
  const predicted = Int32Array.from(repeat([0, 1, 2, 0, 0, 2], 20));
  const of = (positive: string | null): number | null | undefined =>
    disparitiesOf(
      followDisparities({ ...config, positive }, validationOf(who), ['x', 'y', 'z']),
      gold,
      predicted,
    )['demographic-parity-difference/who'];
  for (const [positive, value] of [
    [null, 1 / 3],
    ['y', 1 / 3],
    ['z', 0],
  ] as const)
    // prettier-ignore
    assert.ok(Math.abs(of(positive)! - value) < 1e-12, String(positive));
});

test('a rate that one group lacks makes the disparity undefined, not 0', () => {
  const who = repeat(['a', 'b', 'c'], 40);
  const gold = Int32Array.from(who, (group, row) => (group === 'c' ? 0 : row % 2));
  const followed = followDisparities(config, validationOf(who), ['no', 'yes']);
  const found = disparitiesOf(followed, gold, gold);
  assert.equal(found['equalized-odds-difference/who'], null);
  assert.ok(found['demographic-parity-difference/who']! > 0.4);
});

test('small groups have no part in it, which the log says', () => {
  const who = [...repeat(['a', 'b'], 30), ...repeat(['c'], 29), null];
  const followed = followDisparities(config, validationOf(who), ['no', 'yes']);
  assert.deepEqual(followed.sets[0]!.names, ['a', 'b']);
  assert.deepEqual(followed.notes, [
    'Groups by who of fewer than 30 validation rows have no curve: c (29 rows).',
  ]);
  const gold = Int32Array.from(who, (_, row) => row % 2);
  const predicted = Int32Array.from(who, (group) => (group === 'c' ? 1 : 0));
  const found = disparitiesOf(followed, gold, predicted);
  assert.equal(found['demographic-parity-difference/who'], 0);
});

const refused: Record<
  string,
  { who: (string | null)[]; positive?: string; says: RegExp; key: string }
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
  'a label that there is none of': {
    who: repeat(['a', 'b'], 30),
    positive: 'maybe',
    says: /"maybe", which is no label/,
    key: 'evaluation.audit.positive',
  },
};

for (const [name, { who, positive = null, says, key }] of Object.entries(refused)) {
  test(`refused: ${name}`, () => {
    assert.throws(
      () => followDisparities({ ...config, positive }, validationOf(who), ['no', 'yes']),
      (error: UserError) =>
        says.test(error.message) && error.key === key && error.next !== undefined,
    );
  });
}
