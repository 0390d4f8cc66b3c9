// Error rates of the audit of groups, on simulated data whose truth is known:
//   node scripts/bench.mjs auditSimulation [--sets 1000] [--only null,power] [--rows 60,250]
// null: how often a report calls anything a disparity when there is none, beside how often the four-fifths rule does.
// power: how often a disparity of the stated detectable size is found.
import { parseArgs } from 'node:util';
import type { AuditCheck } from '../src/protocol/audit';
import { breaksFourFifths, raisesAlarm, simulatedAudit } from '../test/unit/audit/simulation';
import type { Plant, Population } from '../test/unit/audit/simulation';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    sets: { type: 'string', default: '1000' },
    only: { type: 'string', default: 'null,power' },
    rows: { type: 'string', default: '60,250' },
  },
});
const sets = Number(asked.sets);
const parts = asked.only.split(',');
const percent = (count: number): string => `${((100 * count) / sets).toFixed(1)} %`;

console.log(describeMachine());
const populations = asked.rows.split(',').flatMap((rows) =>
  [0.5, 0.2].map((selected): Population => ({
    groups: 7,
    rowsPerGroup: Number(rows),
    selected,
    plant: null,
  })),
);

if (parts.includes('null')) for (const population of populations) await nullRates(population);
if (parts.includes('power'))
  for (const population of populations)
    for (const metric of [
      'selection-rate',
      'true-positive-rate',
      'false-positive-rate',
      'accuracy',
    ] as const)
      await power(population, metric);

function nameOf({ groups, rowsPerGroup, selected }: Population): string {
  return `${groups} groups x ${rowsPerGroup} rows, ${selected} selected`;
}

async function nullRates(population: Population): Promise<void> {
  let [alarms, fourFifths, unadjusted, gap] = [0, 0, 0, 0];
  const byMetric = new Map<string, number>();
  const misses = new Map<string, number>();
  const small = new Map<string, [number, number]>();
  for (let seed = 1; seed <= sets; seed += 1) {
    const checks = await simulatedAudit(population, seed);
    if (raisesAlarm(checks)) alarms += 1;
    if (breaksFourFifths(checks)) fourFifths += 1;
    if (checks.some(({ pValue }) => pValue !== null && pValue <= 0.05)) unadjusted += 1;
    gap += checks.find(({ metric }) => metric === 'demographic-parity-difference')?.value ?? 0;
    for (const { metric, verdict } of checks)
      if (verdict === 'disparity') byMetric.set(metric, (byMetric.get(metric) ?? 0) + 1);
    for (const check of checks) {
      if (check.pValue === null) continue;
      const name = `${check.metric} ${check.group === null ? check.variant.split('/').slice(1).join('/') : 'of a group'}`;
      const [number, below] = small.get(name) ?? [0, 0];
      small.set(name, [number + 1, below + Number(check.pValue <= 0.01)]);
      const { low = 0, high = 0 } = check.disparity ?? {};
      if (low > 0 || high < 0) misses.set(name, (misses.get(name) ?? 0) + 1);
    }
  }
  console.log(
    `${nameOf(population)}: false alarm in ${percent(alarms)} of ${sets} reports; any p <= .05 without adjustment in ${percent(unadjusted)}; ` +
      `four-fifths rule broken in ${percent(fourFifths)}; mean gap ${(gap / sets).toFixed(3)}`,
  );
  console.log(`  false alarms by metric: ${JSON.stringify(Object.fromEntries(byMetric))}`);
  for (const [name, [number, below]] of small)
    console.log(
      `  ${name}: p <= .01 in ${((100 * below) / number).toFixed(2)} %, interval without 0 in ${((100 * (misses.get(name) ?? 0)) / number).toFixed(2)} %`,
    );
}

/** The check of the first group, and those of all groups that the plant shows in. */
async function power(population: Population, metric: Plant['metric']): Promise<void> {
  const pilots = await Promise.all(
    [1, 2, 3, 4, 5].map((seed) => simulatedAudit(population, sets + seed)),
  );
  const gaps = {
    'selection-rate': ['demographic-parity-difference', 'demographic-parity-ratio'],
    'true-positive-rate': ['equal-opportunity-difference', 'equalized-odds-difference'],
    'false-positive-rate': ['predictive-equality-difference', 'equalized-odds-difference'],
    accuracy: ['accuracy-difference'],
  }[metric];
  const own = (check: AuditCheck): boolean => check.metric === metric && check.group === 'group0';
  await found(own, metric);
  for (const gap of gaps)
    await found((check) => check.metric === gap && !check.variant.endsWith('mean'), gap);

  async function found(isIt: (check: AuditCheck) => boolean, name: string): Promise<void> {
    const sizes = pilots.map(
      (checks) => checks.find((check) => isIt(check) && check.pValue !== null)?.detectable ?? NaN,
    );
    const stated = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    const planted = plantedSize(stated, name);
    if (!Number.isFinite(planted)) return;
    let [byItself, byAny] = [0, 0];
    for (let seed = 1; seed <= sets; seed += 1) {
      const checks = await simulatedAudit(
        { ...population, plant: { metric, size: planted } },
        2 * sets + seed,
      );
      if (checks.some((check) => isIt(check) && check.verdict === 'disparity')) byItself += 1;
      if (raisesAlarm(checks)) byAny += 1;
    }
    console.log(
      `${nameOf(population)}: ${name} of the stated detectable ${stated.toFixed(3)} found in ${percent(byItself)}, by any check in ${percent(byAny)}`,
    );
  }

  /** A ratio of 1 - d comes from a rate that grows from s to s / (1 - d). */
  function plantedSize(stated: number, name: string): number {
    const { selected } = population;
    return name.endsWith('ratio')
      ? selected <= 0.5
        ? selected / (1 - stated) - selected
        : NaN
      : stated;
  }
}
