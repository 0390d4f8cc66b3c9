import assert from 'node:assert/strict';
import { test } from 'node:test';
import { breaksFourFifths, raisesAlarm, simulatedAudit } from './simulation';
import type { Population } from './simulation';

// The full simulation of 1,000 data sets a population is bench/auditSimulation.ts; its figures stand in docs/results.md.

const groups = 7;

test('without disparity few reports find one, where the four-fifths rule finds one in nearly all', async () => {
  const check = async (population: Population): Promise<void> => {
    let [alarms, fourFifths, unadjusted] = [0, 0, 0];
    const sets = 30;
    for (let seed = 1; seed <= sets; seed += 1) {
      const checks = await simulatedAudit(population, seed);
      if (raisesAlarm(checks)) alarms += 1;
      if (breaksFourFifths(checks)) fourFifths += 1;
      if (checks.some(({ pValue }) => pValue !== null && pValue <= 0.05)) unadjusted += 1;
    }
    const what = `${population.selected}, seeds 1 to ${sets}`;
    // 5 % of 30 are 1.5; 3 standard errors above are 5.
    assert.ok(alarms <= 5, `${what}: ${alarms} alarms`);
    assert.ok(fourFifths >= 24, `${what}: four-fifths rule in ${fourFifths}`);
    assert.ok(unadjusted >= 18, `${what}: some p at most .05 in ${unadjusted}`);
  };
  await check({ groups, rowsPerGroup: 60, selected: 0.5, plant: null });
  await check({ groups, rowsPerGroup: 60, selected: 0.2, plant: null });
});

test('a disparity of the stated detectable size is found in four of five data sets', async () => {
  const population = { groups, rowsPerGroup: 60, selected: 0.5, plant: null };
  const isOwn = ({ metric, group }: { metric: string; group: string | null }): boolean =>
    metric === 'selection-rate' && group === 'group0';
  const pilot = await simulatedAudit(population, 1_000);
  const size = pilot.find(isOwn)?.detectable ?? NaN;
  let found = 0;
  for (let seed = 1; seed <= 25; seed += 1) {
    const plant = { metric: 'selection-rate', size } as const;
    const checks = await simulatedAudit({ ...population, plant }, seed);
    if (checks.some((check) => isOwn(check) && check.verdict === 'disparity')) found += 1;
  }
  // 80 % of 25 are 20; 3 standard errors below are 14, and half the size is found in 5.
  assert.ok(found >= 14, `${found} of 25 at ${size}`);
});
