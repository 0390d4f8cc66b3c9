import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { auditClassifier, classifierItems } from '../../../../src/trainer/audit/auditClassifier';

const count = 200;
const numbers = Int32Array.from({ length: count }, (_, index) => index + 1);
const gold = Int32Array.from({ length: count }, (_, index) => index % 2);
const texts = Array.from({ length: count }, (_, index) => `He wrote number ${index}.`);

/** Right by its scores, wrong by its answers: all of them are below a half. */
const predictor = {
  labels: ['no', 'yes'],
  predict: (asked: readonly string[]) =>
    Promise.resolve(
      Float32Array.from(
        asked.flatMap((text) => (/[13579]\.$/.test(text) ? [0.6, 0.4] : [0.9, 0.1])),
      ),
    ),
};

/** A threshold of .25. */
function shifted(probabilities: Float32Array): Float32Array {
  return probabilities.map((value, at) =>
    at % 2 === 1 ? Math.min(1, value + 0.25) : value - 0.25,
  );
}

async function check(axes: readonly 'gender'[], expected: readonly RegExp[]): Promise<void> {
  const items = classifierItems({
    ...{ rows: { path: 'rows.jsonl', texts, gold, rows: numbers, lines: numbers }, axes },
    groups: [{ name: 'who', values: texts.map((_, index) => (index % 4 < 2 ? 'a' : 'b')) }],
    ...{ templates: [], functional: [], positive: null, seed: 1 },
  });
  const options = { ...usualAuditOptions, permutations: 20, resamples: 20, decide: shifted };
  const { checks, caveats } = await auditClassifier(predictor, items, options);
  const ofGroups = checks.filter(({ id }) => id === 'group/who');
  assert.ok(ofGroups.length > 0 && ofGroups.every(({ withheld }) => withheld !== 'model-too-weak'));
  const ofModel = caveats.filter((each) => each.includes('balanced accuracy'));
  assert.equal(ofModel.length, expected.length, ofModel.join('\n'));
  for (const [index, pattern] of expected.entries()) assert.match(ofModel[index] ?? '', pattern);
}

test('groups that are judged by thresholds are not called those of a model that is too weak without', async () => {
  await check([], []);
  await check(['gender'], [/^Swaps, templates and suites: The balanced accuracy .* is \.500/]);
});
