import { usualAuditOptions } from '../../src/audit/auditOptions';
import { groupChanges } from '../../src/audit/changes/groupChanges';
import { judgeChanges } from '../../src/audit/changes/judgeChanges';
import { pairedChange } from '../../src/audit/changes/pairedChange';
import { drawNormal } from '../../src/audit/statistics/drawNormal';
import { seededNumbers } from '../../src/data/seededNumbers';
import type { AuditChange } from '../../src/protocol/audit';
import { yesNoRows } from '../../test/unit/audit/scored';
import { equalGroups } from '../../test/unit/audit/simulation';
import { printNullRates } from './tally';
import type { SimulatedFigure } from './tally';

/** Two models of one kind answer the same rows: neither is worse, and which is called the first says nothing. */
export const changePopulations: Readonly<Record<string, (seed: number) => Promise<AuditChange[]>>> =
  {
    'changes-60': (seed) => ofGroups(equalGroups(7, 60), seed),
    'changes-unequal': (seed) => ofGroups([40, 400, 35, 90, 60], seed),
    'paired-outcomes': (seed) => ofItems({ items: 200, inOne: 1, kind: 'outcome' }, seed),
    'paired-outcomes-few': (seed) => ofItems({ items: 30, inOne: 1, kind: 'outcome' }, seed),
    'paired-amounts': (seed) => ofItems({ items: 200, inOne: 1, kind: 'amount' }, seed),
    'paired-clusters': (seed) => ofItems({ items: 200, inOne: 4, kind: 'outcome' }, seed),
  };

export async function changeNulls(name: string, sets: number, after: number): Promise<void> {
  const population = changePopulations[name];
  if (population === undefined) return;
  await printNullRates(name, sets, async (seed) => (await population(seed)).map(figureOf), after);
}

/** Rows whose true log-odds both models see with errors of their own. */
async function ofGroups(sizes: readonly number[], seed: number): Promise<AuditChange[]> {
  const next = seededNumbers(seed);
  const [who, gold, before, after]: [string[], number[], number[], number[]] = [[], [], [], []];
  const score = (logit: number): number => 1 / (1 + Math.exp(-logit));
  for (const [group, size] of sizes.entries())
    for (let row = 0; row < size; row += 1) {
      const logit = 3 * drawNormal(next);
      who.push(`group${group}`);
      gold.push(next() < score(logit) ? 1 : 0);
      before.push(score(logit + drawNormal(next)));
      after.push(score(logit + drawNormal(next)));
    }
  const options = { ...usualAuditOptions, seed, positive: null };
  const columns = [{ name: 'who', values: who }];
  const [old, young] = [yesNoRows(gold, before), yesNoRows(gold, after)];
  return judgeChanges(await groupChanges(old, young, columns, options), options);
}

interface Items {
  readonly items: number;
  /** Items of one cluster, which share a part of what goes wrong. */
  readonly inOne: number;
  readonly kind: 'outcome' | 'amount';
}

async function ofItems({ items, inOne, kind }: Items, seed: number): Promise<AuditChange[]> {
  const next = seededNumbers(seed);
  const [before, after] = [new Float64Array(items), new Float64Array(items)];
  let shared = { item: 0, before: 0, after: 0 };
  for (let item = 0; item < items; item += 1) {
    if (item % inOne === 0)
      shared = { item: drawNormal(next), before: drawNormal(next), after: drawNormal(next) };
    const own = inOne === 1 ? 0 : drawNormal(next);
    // An outcome is wrong in about a quarter of the cases.
    const answer = (model: number): number => {
      const amount = shared.item + own + model + 0.5 * drawNormal(next);
      return kind === 'amount' ? Math.exp(amount / 2) : Number(amount > 1);
    };
    before[item] = answer(shared.before);
    after[item] = answer(shared.after);
  }
  const clusters =
    inOne === 1 ? null : Int32Array.from(before, (_, item) => Math.floor(item / inOne));
  const options = { ...usualAuditOptions, seed };
  const change = await pairedChange(
    {
      ...{ id: 'functional/simulated', variant: kind, metric: 'mean', group: null },
      ...{ before, after, clusters, kind },
    },
    options,
  );
  return judgeChanges([change], options);
}

function figureOf({
  metric,
  group,
  value,
  low,
  high,
  pValue,
  verdict,
}: AuditChange): SimulatedFigure {
  return {
    name: group === null ? metric : `${metric} of a group`,
    ...{ value, low, high, pValue, isAlarm: verdict === 'worse' || verdict === 'better' },
    none: low === null || high === null ? null : { low, high },
  };
}
