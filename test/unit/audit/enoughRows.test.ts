import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { groupChanges } from '../../../src/audit/changes/groupChanges';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import { judgeChecks } from '../../../src/audit/statistics/judge';
import type { AuditCheck } from '../../../src/protocol/audit';
import { simulatedRows } from './simulation';
import type { Population } from './simulation';

const options = { ...usualAuditOptions, permutations: 200, resamples: 50, positive: null };

async function audit(population: Population): Promise<AuditCheck[]> {
  const { rows, columns } = simulatedRows(population, 3);
  const { checks } = await auditGroups(rows, columns, { ...options, seed: 3 });
  return judgeChecks(checks, options);
}

const reasonsOf = (figures: readonly { readonly reason?: string }[]): string[] => [...new Set(figures.map(({ reason }) => reason ?? ''))]; // prettier-ignore

test('no figure of a group is judged by a handful of clusters, areas and calibration no more than rates', async () => {
  // Three or five authors a group; the rows of one are hardly alike.
  const population = { sizes: [120, 200], selected: 0.5, authors: { rows: 40, alike: 0.05 } };
  const checks = await audit(population);
  for (const { metric, pValue, verdict, reason } of checks) {
    assert.deepEqual([pValue, verdict], [null, 'not-enough-data'], metric);
    assert.match(reason ?? '', /cluster/, metric);
  }
  for (const metric of [
    'auc',
    'bpsn-auc',
    'bnsp-auc',
    'expected-calibration-error',
    'selection-rate',
    'average-odds-difference',
  ]) {
    // prettier-ignore
    const [own] = checks.filter((check) => check.metric === metric && check.group === 'group0');
    assert.match(own?.reason ?? '', /^The group has 120 rows, but they count as 3 clusters; 30 are needed\./, metric); // prettier-ignore
    // Ten times as many clusters of 40 rows each.
    assert.ok((own?.needed ?? 0) >= 1_200, metric);
    assert.match(own?.reason ?? '', /clusters of rows like these are needed, .* rows; there are/);
  }
  const [gap] = checks.filter(({ metric }) => metric === 'auc-difference');
  assert.match(gap?.reason ?? '', /fewer than 30 clusters of rows/);
  const { rows, columns } = simulatedRows(population, 3);
  const { caveats } = await auditGroups(rows, columns, { ...options, seed: 3 });
  assert.ok(caveats.includes('group/who: 30 clusters are needed for a verdict. Without one for want of them: "group0" (120 rows, 3 clusters), "group1" (200 rows, 5 clusters).')); // prettier-ignore
  const changes = await groupChanges(rows, rows, columns, { ...options, seed: 3 });
  for (const { metric, pValue, reason } of changes) {
    assert.equal(pValue, null, metric);
    assert.match(reason ?? '', /cluster/, metric);
  }
});

test('repeated texts count as one cluster, and rows by themselves as rows', async () => {
  const repeated = await audit({ sizes: [40, 400], selected: 0.5, copies: 2 });
  const small = repeated.filter(({ group, verdict }) => group === 'group0' && verdict === 'not-enough-data'); // prettier-ignore
  assert.ok(small.length > 8);
  for (const { reason, pValue, metric } of small) {
    assert.equal(pValue, null, metric);
    assert.match(reason ?? '', /^The group has 40 rows, but they count as 20 clusters/, metric);
  }
  const alone = await audit({ sizes: [20, 400], selected: 0.5 });
  const few = alone.filter(({ group }) => group === 'group0');
  for (const { reason, pValue, metric } of few) {
    assert.equal(pValue, null, metric);
    assert.match(reason ?? '', /^The group has fewer than 30 rows\./, metric);
    assert.doesNotMatch(reason ?? '', /cluster/);
  }
  assert.ok(reasonsOf(few).length > 0);
});

test('a group that is judged has enough of what an area is made of', async () => {
  const checks = await audit({ sizes: [120, 400, 400], selected: 0.05 });
  for (const { metric, group, reason, pValue } of checks) {
    if (group !== 'group0' || !['auc', 'bnsp-auc'].includes(metric)) continue;
    assert.equal(pValue, null);
    assert.match(reason ?? '', /^The group has fewer than 10 rows with this true label\./);
  }
});
