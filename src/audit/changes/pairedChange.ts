import type { AuditId } from '../../protocol/audit';
import { countOf } from '../../protocol/formatNumber';
import type { AuditOptions } from '../auditOptions';
import { fewestRows } from '../groups/gate';
import { bootstrap } from '../statistics/bootstrap';
import { clusteredMcnemar } from '../statistics/clusteredMcnemar';
import { Pace } from '../statistics/pace';
import { weightedMean } from '../statistics/weightedMean';
import { clusterSums, signFlipTest } from '../statistics/signFlipTest';
import type { MeasuredChange } from './judgeChanges';

/** The same items under two models. */
export interface PairedItems {
  readonly id: AuditId;
  readonly variant: string;
  readonly metric: string;
  readonly group: string | null;
  /** What each item adds to the disparity: 1 or 0 for an outcome that is wrong or right. Larger is worse. */
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Items of one template or one row; null where each stands alone. */
  readonly clusters: Int32Array | null;
  readonly kind: 'outcome' | 'amount';
}

/**
 * How the mean of some items changed from one model to another: exact McNemar for outcomes, else a test that exchanges the models, cluster
 * by cluster; a bootstrap of pairs, whole clusters at a time, for the interval.
 */
export async function pairedChange(
  items: PairedItems,
  options: AuditOptions,
): Promise<MeasuredChange> {
  const { before, after, clusters, kind } = items;
  const n = before.length;
  const pace = new Pace(options);
  const differences = after.map((value, item) => value - (before[item] ?? 0));
  const independent = clusters === null ? n : new Set(clusters).size;
  const isEnough = independent >= fewestRows;
  const discordant = {
    worse: differences.filter((difference) => difference > 0).length,
    better: differences.filter((difference) => difference < 0).length,
  };
  const [interval] = isEnough
    ? await bootstrap(
        { count: n, clusters, strata: null },
        (weights) => [weightedMean(differences, weights)],
        { ...options, pace },
      )
    : [];
  const pValue = !isEnough
    ? null
    : kind === 'outcome'
      ? clusteredMcnemar(
          clusterSums(differences, clusters).map((total) => ({ total, clusters: 1 })),
        )
      : await signFlipTest(differences, clusters, { ...options, pace });
  return {
    ...{ id: items.id, variant: items.variant, metric: items.metric, group: items.group },
    ...{ before: n === 0 ? null : mean(before), after: n === 0 ? null : mean(after) },
    value: n === 0 ? null : mean(differences),
    ...{ low: interval?.low ?? null, high: interval?.high ?? null, pValue, n },
    discordant: kind === 'outcome' ? discordant : null,
    ...(isEnough
      ? {}
      : {
          reason: `There are ${countOf(independent, 'independent item')}; ${fewestRows} are needed.`,
        }),
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
