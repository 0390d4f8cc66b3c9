import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditCheck } from '../../../src/protocol/audit';
import { equalGroups, simulatedAudit } from './simulation';
import type { Population } from './simulation';

const drawnMetrics = /difference|ratio|auc|calibration-error/;

test('p-values and the disparities found are those of ten times as many permutations', async (context) => {
  const check = async (population: Population, seed: number): Promise<void> => {
    const few = await simulatedAudit(population, seed, { resamples: 50 });
    const many = await simulatedAudit(population, seed, { resamples: 50, permutations: 20_000 });
    // The other verdicts rest on intervals alone.
    const disparities = (checks: readonly AuditCheck[]): string[] =>
      checks
        .filter(({ verdict }) => verdict === 'disparity')
        .map(({ metric, variant, group }) => [metric, variant, group].join(' '));
    assert.deepEqual(disparities(few), disparities(many));
    let [compared, apart] = [0, 0];
    for (const [index, { metric, pValue }] of few.entries()) {
      const full = many[index]?.pValue ?? null;
      assert.equal(pValue === null, full === null);
      if (pValue === null || full === null) continue;
      if (!drawnMetrics.test(metric)) {
        assert.equal(pValue, full, metric);
        continue;
      }
      // Four standard errors of 2,000 draws, of which one at least counts, and of the others.
      const rate = Math.max(full, 1 / 2_000);
      const bound = 4 * Math.sqrt(rate * (1 / 2_000 + 1 / 20_000)) + 1 / 2_000;
      assert.ok(
        Math.abs(pValue - full) <= bound,
        `seed ${seed}, ${metric}: ${pValue}, not ${full} ± ${bound}`,
      );
      compared += 1;
      apart = Math.max(apart, Math.abs(pValue - full) / bound);
    }
    context.diagnostic(
      `${compared} p-values, at most ${apart.toFixed(2)} of the bound apart; ${disparities(few).length} disparities`,
    );
    assert.ok(compared >= 20);
  };
  const population: Population = { sizes: equalGroups(4, 150), selected: 0.4 };
  await check(population, 1);
  await check({ ...population, plant: { kind: 'selection-rate', strength: 0.3 } }, 2);
  await check({ ...population, plant: { kind: 'scores-of-others', strength: 0.4 } }, 3);
  await check({ ...population, copies: 2, plant: { kind: 'both-rates', strength: 0.4 } }, 4);
});
