import type { AuditChange } from './audit';
import { gapOfAll } from './changePhrase';

/**
 * Each change once. Of two groups, the gap of either to the other is one and the same, and so is that between all: what compares all
 * groups stands for it, else the first group. The positives of one against the negatives of the other are one area, too.
 */
export function distinctChanges(changes: readonly AuditChange[]): AuditChange[] {
  const repeated = new Set([...repeatedGaps(changes), ...repeatedAreas(changes)]);
  return changes.filter((change) => !repeated.has(change));
}

function repeatedGaps(changes: readonly AuditChange[]): ReadonlySet<AuditChange> {
  const families = new Map<string, AuditChange[]>();
  for (const change of changes) {
    const { id, metric, variant, group } = change;
    if (group === null || !gapOfAll.has(metric)) continue;
    const key = JSON.stringify([id, metric, variant]);
    families.set(key, [...(families.get(key) ?? []), change]);
  }
  const left = new Set<AuditChange>();
  for (const [first, second, ...others] of families.values()) {
    if (first === undefined || second === undefined || others.length > 0) continue;
    if (!isAlike(first, second)) continue;
    left.add(second);
    const whole = changes.find(
      (each) =>
        each.id === first.id &&
        each.metric === gapOfAll.get(first.metric) &&
        each.variant.startsWith(`${first.variant}/`) &&
        isAlike(each, first),
    );
    if (whole !== undefined) left.add(first);
  }
  return left;
}

function repeatedAreas(changes: readonly AuditChange[]): AuditChange[] {
  const repeated: AuditChange[] = [];
  const areas = changes.filter(({ metric }) => metric === 'auc-shortfall');
  for (const [at, { id, variant, group }] of areas.entries()) {
    const own = areas.filter((each) => each.id === id && each.variant === variant);
    const [first, second, ...others] = own;
    // note: told once for two groups, at the second.
    if (second !== areas[at] || first === undefined || others.length > 0) continue;
    for (const [metric, mirrored] of mirroredAreas) {
      const area = (name: string, of: string | null): AuditChange | undefined =>
        changes.find(
          (each) =>
            each.id === id && each.variant === variant && each.metric === name && each.group === of,
        );
      const [mine, theirs] = [area(metric, group), area(mirrored, first.group)];
      if (mine !== undefined && theirs !== undefined && isAlike(mine, theirs)) repeated.push(mine);
    }
  }
  return repeated;
}

const mirroredAreas = [
  ['bpsn-auc-shortfall', 'bnsp-auc-shortfall'],
  ['bnsp-auc-shortfall', 'bpsn-auc-shortfall'],
] as const;

/** Apart from rounding: the sides of a difference are summed in another order. */
function isAlike(a: AuditChange, b: AuditChange): boolean {
  const isNear = (one: number | null, other: number | null): boolean =>
    one === null || other === null ? one === other : Math.abs(one - other) < 1e-9;
  return a.verdict === b.verdict && isNear(a.before, b.before) && isNear(a.after, b.after);
}
