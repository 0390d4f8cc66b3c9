import { usualAuditOptions } from '../../src/audit/auditOptions';
import { drawNormal } from '../../src/audit/statistics/drawNormal';
import { dependentRows } from '../../src/audit/groups/dependentRows';
import { judgeChecks } from '../../src/audit/statistics/judge';
import type { MeasuredCheck } from '../../src/audit/statistics/judge';
import { Pace } from '../../src/audit/statistics/pace';
import { auditSwaps } from '../../src/audit/swaps/auditSwaps';
import { swapItems } from '../../src/audit/swaps/swapItems';
import { auditTemplates } from '../../src/audit/templates/auditTemplates';
import { templateItems } from '../../src/audit/templates/templateItems';
import { builtInTemplates } from '../../src/audit/templates/templateSuite';
import { seededNumbers } from '../../src/data/seededNumbers';
import { plantedRows, predict } from '../../test/unit/audit/counterfactuals/plantedModel';
import { seededRandom } from '../../test/unit/data/seededRandom';
import { figureOf } from './groupNulls';
import { printNullRates } from './tally';

/** A model whose answer to a text depends on whatever else changes with a word, but not on whom the text is about. */
export const versionPopulations: Readonly<
  Record<string, (seed: number) => Promise<readonly MeasuredCheck[]>>
> = {
  'swaps-60': (seed) => ofSwaps(60, seed),
  'swaps-500': (seed) => ofSwaps(500, seed),
  templates: ofTemplates,
};

export async function versionNulls(name: string, sets: number, after: number): Promise<void> {
  const population = versionPopulations[name];
  if (population === undefined) return;
  await printNullRates(
    name,
    sets,
    async (seed) => judgeChecks(await population(seed), usualAuditOptions).map(figureOf),
    after,
  );
}

async function ofSwaps(rows: number, seed: number): Promise<readonly MeasuredCheck[]> {
  const model = { axis: 'gender', bias: 0, noise: 0.3, seed } as const;
  const scored = plantedRows(rows, model, seededRandom(seed));
  const items = swapItems(scored, 'gender', { seed });
  const probabilities = predict(items.texts, model);
  const dependent = await dependentRows(scored, new Pace({}));
  const options = { ...usualAuditOptions, seed, gate: null, dependent };
  return auditSwaps(scored, items, probabilities, options);
}

const suites = builtInTemplates().map(templateItems);

/** Both suites that ship. Every template has log-odds of its own, to which each text adds a part of its own. */
async function ofTemplates(seed: number): Promise<readonly MeasuredCheck[]> {
  const next = seededNumbers(seed);
  const checks: MeasuredCheck[] = [];
  for (const items of suites) {
    const middle = items.suite.templates.map(() => 2 * drawNormal(next));
    const versions = items.axes.flatMap((axis) => axis.versions);
    const probabilities = new Float32Array(2 * versions.length);
    for (const [at, { template }] of versions.entries()) {
      const yes = 1 / (1 + Math.exp(-(middle[template] ?? 0) - 0.2 * drawNormal(next)));
      probabilities.set([1 - yes, yes], 2 * at);
    }
    const options = { ...usualAuditOptions, seed, labels: ['no', 'yes'], gate: null };
    checks.push(...(await auditTemplates(items, probabilities, options)));
  }
  return checks;
}
