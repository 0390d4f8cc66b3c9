import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditCheck } from '../../../src/protocol/audit';
import type { Plant } from './plants';
import { breaksFourFifths, equalGroups, raisesAlarm, simulatedAudit } from './simulation';
import type { Population } from './simulation';

// The full simulation of 1,000 data sets a population is bench/auditSimulation.ts; its figures stand in docs/results.md.

/** Half of the usual permutations: still enough for p-values at the level that one test of a hundred is judged at. */
const quick = { permutations: 1_000, resamples: 100 };

test('without disparity few reports find one, where the four-fifths rule finds one in nearly all', async (context) => {
  const check = async (
    population: Population,
    most: { readonly sets: number; readonly alarms: number; readonly fourFifths: number },
  ): Promise<void> => {
    const { sets } = most;
    let [alarms, fourFifths, unadjusted, tests, small] = [0, 0, 0, 0, 0];
    for (let seed = 1; seed <= sets; seed += 1) {
      const checks = await simulatedAudit(population, seed, quick);
      if (raisesAlarm(checks)) alarms += 1;
      if (breaksFourFifths(checks)) fourFifths += 1;
      const pValues = checks.flatMap(({ pValue }) => pValue ?? []);
      if (pValues.some((pValue) => pValue <= 0.05)) unadjusted += 1;
      tests += pValues.length;
      small += pValues.filter((pValue) => pValue <= 0.01).length;
    }
    const what = `${JSON.stringify(population)}, seeds 1 to ${sets}: ${alarms} alarms, four-fifths rule in ${fourFifths}, some p at most .05 in ${unadjusted}, p at most .01 in ${small} of ${tests} tests`;
    context.diagnostic(what);
    assert.ok(alarms <= most.alarms, what);
    assert.ok(fourFifths >= most.fourFifths, what);
    assert.ok(unadjusted >= 0.6 * sets, what);
    // Tests of one report depend on each other, so that the share of all spreads wider than that of single ones.
    assert.ok(small <= 0.02 * tests && small > 0, what);
  };
  // At a true rate of 5 %, 9 or more of 70 happen once in a hundred times, and 6 or more of 30 once in three hundred.
  await check(
    { sizes: equalGroups(7, 60), selected: 0.5 },
    { sets: 70, alarms: 8, fourFifths: 56 },
  );
  await check(
    { sizes: [30, 150, 20, 90, 60], selected: 0.2 },
    { sets: 30, alarms: 5, fourFifths: 24 },
  );
});

test('a disparity of the stated detectable size is found in four of five data sets', async (context) => {
  const population = { sizes: equalGroups(7, 60), selected: 0.5 };
  const check = async (
    kind: Plant['kind'],
    metric: string,
    isOwn: (check: AuditCheck) => boolean,
  ): Promise<void> => {
    const pilot = await simulatedAudit(population, 1_000, quick);
    const size = pilot.find(isOwn)?.detectable ?? NaN;
    let found = 0;
    for (let seed = 1; seed <= 25; seed += 1) {
      const plant = { kind, strength: size };
      const checks = await simulatedAudit({ ...population, plant }, seed, quick);
      if (checks.some((each) => isOwn(each) && each.verdict === 'disparity')) found += 1;
    }
    const what = `${metric}: ${found} of 25 at ${size}`;
    context.diagnostic(what);
    // 80 % of 25 are 20; 16 or fewer happen in 5 % of such runs, and half the size is found in 5.
    assert.ok(found >= 17, what);
  };
  await check(
    'selection-rate',
    'selection-rate',
    ({ metric, group }) => metric === 'selection-rate' && group === 'group0',
  );
  await check('accuracy', 'accuracy-difference', ({ metric }) => metric === 'accuracy-difference');
});
