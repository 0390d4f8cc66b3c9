import { rowGroups } from '../../data/groups/rowGroups';
import type { LabelledExamples } from '../../data/loadDatasets';
import type { Examples } from '../../data/loadExamples';
import { UserError } from '../../protocol/errors';
import {
  countOf,
  formatCount,
  formatMetric,
  formatNumber,
  formatPercent,
} from '../../protocol/formatNumber';
import {
  groupSourceName,
  type GroupSource,
  type GroupThresholds,
  type ThresholdsConfig,
} from '../../protocol/mitigationConfig';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import { softmaxRows } from '../inference/softmax';
import { chooseThresholds, type ScoredGroup } from './chooseThresholds';
import { listed } from './listed';

/** Smaller groups have no threshold of their own. */
const fewestRows = 30;

/**
 * note: asked before training, since hours later nothing can be done about it.
 * @throws UserError where thresholds could not be chosen, for want of validation rows
 */
export function requireThresholdRows(
  source: GroupSource,
  validation: Pick<LabelledExamples, 'texts' | 'columns' | 'path' | 'labelIds'>,
): void {
  const { groups, ids } = rowGroups(source, validation);
  const enough = groups.filter((_, group) => {
    const labels = validation.labelIds.filter((_, row) => ids[row] === group);
    return hasEnough(Array.from(labels, (label) => label === 1));
  });
  if (enough.length >= 2) return;
  const found = enough.length === 0 ? 'there is none' : `there is one: "${enough[0] ?? ''}"`;
  throw new UserError(
    `"mitigation.thresholds" needs two groups by ${groupSourceName(source)} with ${fewestRows} validation rows of both labels each, and ${found}.`,
    {
      place: { file: validation.path },
      key: 'mitigation.thresholds',
      next: 'Add validation rows of these groups, name other groups, or remove it.',
    },
  );
}

/**
 * Thresholds of the groups that have at least 30 validation rows, with both labels among them; the others keep 0.5.
 * @param logits float32 [rows, 2]
 * @returns null, with a sentence that says why, when there are fewer than two such groups
 */
export function groupThresholds(
  source: GroupSource,
  config: ThresholdsConfig,
  {
    examples,
    gold,
    logits,
    labels,
  }: {
    readonly examples: Pick<Examples, 'texts' | 'columns'>;
    readonly gold: Int32Array;
    readonly logits: Float32Array;
    readonly labels: readonly string[];
  },
): { readonly thresholds: GroupThresholds | null; readonly notes: readonly string[] } {
  const { groups, ids } = rowGroups(source, examples);
  const scored = groups.map((_, group): ScoredGroup => {
    const rows = [...ids.keys()].filter((row) => ids[row] === group);
    return {
      scores: rows.map((row) => probabilityOf(logits, row)),
      isPositive: rows.map((row) => gold[row] === 1),
    };
  });
  const kept = [...groups.keys()].filter((group) => hasEnough(scored[group]?.isPositive ?? []));
  const left = groups.filter((_, group) => !kept.includes(group));
  const name = groupSourceName(source);
  if (kept.length < 2) {
    const why = `fewer than two groups by ${name} have ${fewestRows} validation rows with both labels`;
    return { thresholds: null, notes: [`No thresholds by group: ${why}.`] };
  }
  const chosen = chooseThresholds(
    scored.filter((_, group) => kept.includes(group)),
    config,
  );
  const named = kept.map(
    (group, at) => [groups[group] ?? '', chosen.thresholds[at] ?? 0.5] as const,
  );
  const rows = kept.reduce((sum, group) => sum + (scored[group]?.scores.length ?? 0), 0);
  const label = labels[1] ?? '';
  const printed = named.map(([group, threshold]) => `"${group}" ${formatNumber(threshold)}`);
  return {
    thresholds: {
      ...{ groups: source, ...config, label, rows },
      thresholds: Object.fromEntries(named),
    },
    notes: [
      `Thresholds of "${label}" by ${name}: ${printed.join(', ')}; on the validation rows ${formatPercent(chosen.right / rows)} right, ${config.constraint} difference ${formatNumber(chosen.difference)}.`,
      ...(left.length === 0
        ? []
        : [
            `Too few validation rows for a threshold of their own: ${listed(left.map((group) => `"${group}"`))}.`,
          ]),
      thresholdsCaveat,
    ],
  };
}

function hasEnough(isPositive: ArrayLike<boolean>): boolean {
  return isPositive.length >= fewestRows && new Set(Array.from(isPositive)).size === 2;
}

/** Of the second of two labels. */
function probabilityOf(logits: Float32Array, row: number): number {
  return 1 / (1 + Math.exp((logits[row * 2] ?? 0) - (logits[row * 2 + 1] ?? 0)));
}

/**
 * Logits whose larger one is the answer by group thresholds: the second is shifted by the log-odds of the row's threshold.
 * @param logits float32 [rows, 2]
 */
export function applyThresholds(
  { groups: source, thresholds }: GroupThresholds,
  examples: Pick<Examples, 'texts' | 'columns'>,
  logits: Float32Array,
): Float32Array {
  const names = Object.keys(thresholds);
  const { ids } = rowGroups(source, examples, names);
  const shifted = logits.slice();
  for (const [row, id] of ids.entries()) {
    const name = names[id];
    // note: a row of no group stays as it is, even if a threshold is kept for a group whose name is empty.
    const threshold = name === undefined ? undefined : thresholds[name];
    if (threshold === undefined) continue;
    // note: a threshold of 0 or 1 selects all or none; its log-odds are beyond every logit, and must stay finite.
    const bounded = Math.min(1 - 1e-15, Math.max(1e-15, threshold));
    shifted[row * 2 + 1] = (shifted[row * 2 + 1] ?? 0) - Math.log(bounded / (1 - bounded));
  }
  return shifted;
}

/** ` No group with a threshold of its own has 12 of 100 rows.`, with whom the rows are about instead; empty where all have one. */
export function withoutThreshold(
  { groups: source, thresholds }: GroupThresholds,
  examples: Pick<Examples, 'texts' | 'columns'>,
): string {
  const { groups, ids } = rowGroups(source, examples);
  const others = new Map<string, number>();
  let rows = 0;
  for (const id of ids) {
    const name = groups[id];
    if (name !== undefined && Object.hasOwn(thresholds, name)) continue;
    rows += 1;
    const named = name === undefined ? 'no group' : `"${name}"`;
    others.set(named, (others.get(named) ?? 0) + 1);
  }
  if (rows === 0) return '';
  const most = [...others].sort(([, a], [, b]) => b - a).slice(0, 6);
  const listed = most.map(([name, count]) => `${name} ${formatCount(count)}`).join(', ');
  const rest = others.size > most.length ? ', …' : '';
  return ` Of ${countOf(ids.length, 'row')}, ${formatCount(rows)} are of a group without a threshold (${listed}${rest}): .500 decides them.`;
}

/** `Decides "glad" by gender: "man" .412, "woman" .598, others .500.` */
export function describeThresholds({ groups, thresholds, label }: GroupThresholds): string {
  const each = Object.entries(thresholds).map(
    ([group, threshold]) => `"${group}" ${formatMetric(threshold)}`,
  );
  return `Decides "${label}" by ${groupSourceName(groups)}: ${each.join(', ')}, others .500.`;
}

/**
 * Probabilities whose larger one is the answer by group thresholds.
 * @param probabilities float32 [rows, 2]
 */
export function thresholdedProbabilities(
  thresholds: GroupThresholds,
  examples: Pick<Examples, 'texts' | 'columns'>,
  probabilities: Float32Array,
): Float32Array {
  // note: a probability of 0 has no finite logarithm; it stays the smaller one.
  const logits = probabilities.map((each) => Math.log(Math.max(each, 1e-30)));
  return softmaxRows(applyThresholds(thresholds, examples, logits), 2);
}
