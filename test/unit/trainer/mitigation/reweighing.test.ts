import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { emptyCells, reweighing } from '../../../../src/trainer/mitigation/reweighing';
import { pseudoRandom } from '../training/pseudoRandom';

const root = process.env.FINETUNE_ROOT ?? '.';
const vectors = path.join(root, '../shared/data/reference_vectors.json');

interface Vectors {
  readonly fairlearn_doc_example: {
    readonly y_true: readonly number[];
    readonly group: readonly string[];
  };
  readonly aif360_reweighing_weights_on_same_example: Readonly<Record<string, number>>;
}

const skip = existsSync(vectors) ? false : `${vectors} is not there`;

test("weights are AIF360's", { skip }, () => {
  const { fairlearn_doc_example: example, aif360_reweighing_weights_on_same_example: expected } =
    JSON.parse(readFileSync(vectors, 'utf8')) as Vectors;
  const groups = ['a', 'b'];
  const ids = Int32Array.from(example.group, (group) => groups.indexOf(group));
  const weights = reweighing({ name: 'group', groups, ids }, Int32Array.from(example.y_true));
  assert.equal(weights.length, 18);
  for (const [row, weight] of weights.entries()) {
    const cell = `${example.group[row]},${example.y_true[row]}`;
    assert.ok(Math.abs(weight - expected[cell]!) < 1e-12, `${cell}: ${weight}`);
  }
});

const seed = 20261126;

test(`reweighed groups and labels are independent, whatever they were (seed ${seed})`, () => {
  const next = pseudoRandom(seed);
  for (let round = 0; round < 50; round++) {
    const [groupCount, labelCount] = [2 + Math.floor(next() * 3), 2 + Math.floor(next() * 4)];
    const rows = 200 + Math.floor(next() * 200);
    const ids = Int32Array.from({ length: rows }, () => Math.floor(next() * (groupCount + 1)) - 1);
    const labels = Int32Array.from({ length: rows }, (_, row) =>
      next() < 0.3 ? Math.max(0, ids[row]!) % labelCount : Math.floor(next() * labelCount),
    );
    const groups = Array.from({ length: groupCount }, (_, group) => `g${group}`);
    const weights = reweighing({ name: 'g', groups, ids }, labels);
    const rowsWith = (group: number | null, label: number | null): number[] =>
      [...ids.keys()].filter(
        (row) =>
          ids[row]! >= 0 &&
          (group === null || ids[row] === group) &&
          (label === null || labels[row] === label),
      );
    const weightOf = (own: readonly number[]): number =>
      own.reduce((sum, row) => sum + weights[row]!, 0);
    const total = rowsWith(null, null).length;
    const isFull = emptyCells({ groups, ids }, labels).length === 0;
    for (const [row, id] of ids.entries()) if (id < 0) assert.equal(weights[row], 1);
    for (let group = 0; isFull && group < groupCount; group++)
      for (let label = 0; label < labelCount; label++) {
        const expected = (rowsWith(group, null).length * rowsWith(null, label).length) / total;
        const found = weightOf(rowsWith(group, label));
        assert.ok(Math.abs(found - expected) < 1e-9, `round ${round}: ${found}, ${expected}`);
      }
  }
});

test('pairs of group and label without rows are named', () => {
  const rows = { groups: ['a', 'b'], ids: Int32Array.of(0, 0, 1, -1) };
  assert.deepEqual(emptyCells(rows, Int32Array.of(0, 1, 1, 0)), [{ group: 1, label: 0 }]);
});
