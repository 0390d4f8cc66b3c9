import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import type { MeasuredCheck } from '../../../../src/audit/statistics/judge';
import { auditTemplates } from '../../../../src/audit/templates/auditTemplates';
import { holes } from '../../../../src/audit/templates/fills';
import { templateItems } from '../../../../src/audit/templates/templateItems';
import type { TemplateItems } from '../../../../src/audit/templates/templateItems';
import { parseTemplate } from '../../../../src/audit/templates/template';
import { builtInTemplates } from '../../../../src/audit/templates/templateSuite';
import { namesInTurn } from '../../../../src/audit/templates/namesInTurn';
import { swapAxes } from '../../../../src/data/swap/swapAxes';
import type { SwapAxisName } from '../../../../src/data/swap/swapAxis';
import { drawNormal } from '../../../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../../../src/data/seededNumbers';

test('over the templates of a hole every name stands equally often, two at once, and every adjective always', () => {
  for (const [hole, fills] of holes) {
    const counts = fills.map(() => 0);
    // 24 turns are whole rounds of 4 and of 8 names.
    for (let turn = 0; turn < 24; turn += 1) {
      const taken = namesInTurn(fills, turn);
      for (const fill of taken) counts[fill] = (counts[fill] ?? 0) + 1;
      for (const axis of new Set(fills.map((fill) => fill.axis))) {
        const own = [...taken].filter((fill) => fills[fill]?.axis === axis);
        const all = fills.filter((fill) => fill.axis === axis);
        const expected = hole === 'name' ? 2 : all.length;
        assert.equal(own.length, expected, `${hole}, ${axis}, ${turn}`);
        if (axis !== 'names') continue;
        const sexes = own.map((fill) => fills[fill]?.sexes?.[0]);
        assert.deepEqual(sexes, ['female', 'male']);
      }
    }
    for (const axis of new Set(fills.map((fill) => fill.axis))) {
      const own = counts.filter((_, fill) => fills[fill]?.axis === axis);
      assert.equal(new Set(own).size, 1, `${hole}, ${axis}: ${own.join(' ')}`);
    }
  }
});

test('every pair of names of an axis meets in some template', () => {
  const fills = holes.get('name') ?? [];
  const pairs = new Set<string>();
  for (let turn = 0; turn < 56; turn += 1) {
    const taken = [...namesInTurn(fills, turn)].sort((a, b) => a - b);
    for (const axis of ['gender', 'names'])
      pairs.add(taken.filter((fill) => fills[fill]?.axis === axis).join());
  }
  // Of 8 names of women beside men any two; of 4 names of women and 4 of men every one with every other.
  assert.equal(pairs.size, (8 * 7) / 2 + 4 * 4);
});

test('templates that ship are asked about all groups with as many names', () => {
  const items = builtInTemplates().map(templateItems);
  for (const { axes, texts, coverage } of items) {
    assert.match(
      coverage.note ?? '',
      /^4,040 texts: each template with 2 of the first names of each group, by turns/,
    );
    assert.equal(texts.length, 4_040);
    for (const { axis, versions } of axes) {
      const groups = new Map<string, number>();
      for (const { template, fill } of versions) {
        const key = `${template} ${fill}`;
        groups.set(key, (groups.get(key) ?? 0) + 1);
      }
      assert.deepEqual([...new Set(groups.values())], [swapAxes[axis].groups.length], axis);
    }
  }
});

/**
 * A model for which sentences, words and words in sentences differ, and all groups are alike but the second, which lies higher by `bias`:
 * the words of a group have a mean of 0.
 */
function simulated(
  { suite, axes, texts }: TemplateItems,
  axis: SwapAxisName,
  { seed, bias }: { readonly seed: number; readonly bias: number },
): Float32Array {
  const next = seededNumbers(seed);
  const versions = axes.find((each) => each.axis === axis)?.versions ?? [];
  const holeOf = suite.templates.map(({ text }) => parseTemplate(text).hole);
  const words = new Map<string, number>();
  for (const hole of new Set(holeOf)) {
    const own = (holes.get(hole) ?? []).flatMap((fill, at) => (fill.axis === axis ? [at] : []));
    for (const group of swapAxes[axis].groups.keys()) {
      const effects = own.map(() => 0.04 * drawNormal(next));
      const mean = effects.reduce((sum, each) => sum + each, 0) / effects.length;
      for (const [at, fill] of own.entries())
        words.set(`${hole} ${fill} ${group}`, (effects[at] ?? 0) - mean);
    }
  }
  const sentences = new Map<number, number>();
  return Float32Array.from({ length: texts.length }, (_, at) => {
    const { template, group, fill } = versions[at] ?? { template: 0, group: 0, fill: 0 };
    const sentence = sentences.get(template) ?? 0.1 * drawNormal(next);
    sentences.set(template, sentence);
    const word = words.get(`${holeOf[template] ?? ''} ${fill} ${group}`) ?? 0;
    return 0.5 + sentence + word + 0.04 * drawNormal(next) + (group === 1 ? bias : 0);
  });
}

async function signed(
  items: TemplateItems,
  axis: SwapAxisName,
  asked: { readonly seed: number; readonly bias: number },
): Promise<MeasuredCheck> {
  const shares = simulated(items, axis, asked);
  const probabilities = Float32Array.from({ length: 2 * shares.length }, (_, at) => {
    const share = shares[at >> 1] ?? 0;
    return at % 2 === 0 ? 1 - share : share;
  });
  const checks = await auditTemplates(items, probabilities, {
    ...usualAuditOptions,
    ...{ labels: ['no', 'yes'], gate: null, permutations: 400, resamples: 10, seed: asked.seed },
  });
  const second = swapAxes[axis].groups[1];
  const found = checks.find(({ metric, group }) => metric === 'signed-change' && group === second);
  assert.ok(found !== undefined);
  return found;
}

test('two names by turns give no false alarms, and find what is stated as detectable', async () => {
  const simulations = 200;
  for (const axis of ['gender', 'names'] as const) {
    const [whole] = builtInTemplates().map(templateItems);
    assert.ok(whole !== undefined);
    const axes = whole.axes.filter((each) => each.axis === axis);
    const texts = axes.flatMap(({ versions }) => versions.map(({ text }) => text));
    const items = { ...whole, axes, texts };
    let [alarms, found] = [0, 0];
    for (let seed = 1; seed <= simulations; seed += 1) {
      const none = await signed(items, axis, { seed, bias: 0 });
      if ((none.pValue ?? 1) <= 0.05) alarms += 1;
      const bias = none.detectableAt(0.05) ?? NaN;
      const planted = await signed(items, axis, { seed: seed + simulations, bias });
      if ((planted.pValue ?? 1) <= 0.05) found += 1;
    }
    // 5 % and 80 % of 200, and 3.3 standard errors.
    assert.ok(alarms <= 20, `${axis}: ${alarms} false alarms`);
    assert.ok(found >= 141, `${axis}: ${found} found`);
  }
});
