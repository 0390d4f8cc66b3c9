import assert from 'node:assert/strict';
import { test } from 'node:test';
import { swapAxisNames } from '../../../../src/data/swap/swapAxis';
import type { Datasets } from '../../../../src/data/loadDatasets';
import type { UserError } from '../../../../src/protocol/errors';
import { counterfactualAxes } from '../../../../src/protocol/mitigationConfig';
import { augmentRows } from '../../../../src/trainer/mitigation/augmentRows';
import { counterfactualTexts } from '../../../../src/trainer/mitigation/counterfactualTexts';

const texts = ['She left her house.', 'It rained all day.', 'The boys laughed.'];

const datasets: Datasets = {
  fields: { text: 'text', label: 'label' },
  labels: ['x', 'y'],
  train: {
    path: 'train.jsonl',
    fields: { text: 'text', label: 'label' },
    texts,
    labels: ['x', 'y', 'y'],
    labelIds: Int32Array.of(0, 1, 1),
    rows: [1, 2, 3],
    lines: [2, 3, 4],
    strata: [],
    columns: { who: ['f', null, 'm'] },
  },
  validation: null,
  test: null,
  records: [],
  hints: [],
};

const request = { seed: 3, isWanted: () => true };

test('the axes of the config are those that can be swapped', () => {
  assert.deepEqual(counterfactualAxes, swapAxisNames);
});

test('two-sided: swaps stand behind their originals, with their labels and places', async () => {
  const augmented = await augmentRows(datasets, { axes: ['gender'], sides: 2 }, request);
  assert.ok(augmented !== null);
  const { train } = augmented.datasets;
  assert.deepEqual(train.texts, [
    'She left her house.',
    'He left his house.',
    'It rained all day.',
    'The boys laughed.',
    'The girls laughed.',
  ]);
  assert.deepEqual([...train.labelIds], [0, 0, 1, 1, 1]);
  assert.deepEqual(train.labels, ['x', 'x', 'y', 'y', 'y']);
  assert.deepEqual(train.lines, [2, 2, 3, 4, 4]);
  assert.deepEqual(train.columns.who, ['f', null, null, 'm', null]);
  assert.equal(
    augmented.note,
    'Trains on 2 rows (67 %) with gender swapped, beside their originals.',
  );
});

test('one-sided: swaps take the place of their originals', async () => {
  const augmented = await augmentRows(datasets, { axes: ['gender'], sides: 1 }, request);
  const { train } = augmented!.datasets;
  assert.deepEqual(train.texts, ['He left his house.', 'It rained all day.', 'The girls laughed.']);
  assert.deepEqual(train.columns.who, [null, null, null]);
  assert.deepEqual(train.rows, [1, 2, 3]);
});

test('several axes are swapped one after the other, and of many groups the seed chooses one', async () => {
  const given = Array.from({ length: 60 }, () => 'The Christian boys laughed.');
  const swapped = await counterfactualTexts(given, { ...request, axes: ['gender', 'religion'] });
  const found = new Set(swapped);
  assert.ok(found.size >= 3, [...found].join(' | '));
  for (const text of found) assert.match(text!, /^(The|An?) (?!Christian)\w+ girls laughed\.$/);
  const again = await counterfactualTexts(given, { ...request, axes: ['gender', 'religion'] });
  assert.deepEqual(again, swapped);
  const other = await counterfactualTexts(given, {
    axes: ['gender', 'religion'],
    seed: 4,
    isWanted: () => true,
  });
  assert.notDeepEqual(other, swapped);
});

test('a work that is not wanted any more ends', async () => {
  const unwanted = { seed: 1, isWanted: () => false };
  assert.equal(await augmentRows(datasets, { axes: ['gender'], sides: 2 }, unwanted), null);
});

test('axes that no row mentions are refused', async () => {
  await assert.rejects(
    augmentRows(datasets, { axes: ['religion', 'age'], sides: 2 }, request),
    (error: UserError) =>
      error.message.includes('No training row has words of religion or age') &&
      error.key === 'mitigation.counterfactual.axes',
  );
});
