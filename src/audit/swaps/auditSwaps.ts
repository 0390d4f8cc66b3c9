import { swapAxes } from '../../data/swap/swapAxes';
import type { AuditOptions } from '../auditOptions';
import { alikeness } from '../groups/alikeness';
import type { DependentRows } from '../groups/dependentRows';
import { effectiveRows } from '../groups/effectiveRows';
import { auditVersions } from '../counterfactuals/auditVersions';
import type { Withheld } from '../counterfactuals/versionsSubject';
import type { ItemDependence, ScoredVersions } from '../counterfactuals/versions';
import type { ScoredRows } from '../scoredRows';
import type { MeasuredCheck } from '../statistics/judge';
import type { SwapItems } from './swapItems';

/**
 * What changes when the user's own rows are about somebody else.
 * @param rows those that `swapItems` was given
 * @param probabilities [items.texts, labels] of the swapped texts
 * @param gate why the model may not be judged
 * @param dependent which of the rows depend on each other
 */
export function auditSwaps(
  rows: ScoredRows,
  items: SwapItems,
  probabilities: Float32Array,
  {
    gate,
    dependent,
    ...options
  }: AuditOptions & { readonly gate: Withheld; readonly dependent: DependentRows },
): Promise<MeasuredCheck[]> {
  const versions = swapVersions(rows, items, { swapped: probabilities, dependent });
  return auditVersions(versions, { id: items.id, prefix: '', items: 'rows', gate }, options);
}

/** The rows themselves first, then their versions; a row is a unit and an item. */
export function swapVersions(
  rows: ScoredRows,
  { axis, originals, versions }: SwapItems,
  { swapped, dependent }: { readonly swapped: Float32Array; readonly dependent: DependentRows },
): ScoredVersions {
  const width = rows.labels.length;
  const used = [...originals.keys()];
  const unitByRow = new Map(used.map((at, unit) => [at, unit]));
  const count = used.length + versions.length;
  const probabilities = new Float32Array(count * width);
  for (const [unit, at] of used.entries())
    probabilities.set(rows.probabilities.subarray(at * width, (at + 1) * width), unit * width);
  probabilities.set(swapped, used.length * width);
  const unitOf = new Int32Array(count);
  const groupOf = new Int32Array(count);
  const pairs = new Int32Array(versions.length * 2);
  for (const [unit, at] of used.entries()) {
    unitOf[unit] = unit;
    groupOf[unit] = originals.get(at) ?? -1;
  }
  for (const [index, { at, group }] of versions.entries()) {
    const [version, unit] = [used.length + index, unitByRow.get(at) ?? 0];
    unitOf[version] = unit;
    groupOf[version] = group;
    pairs[2 * index] = unit;
    pairs[2 * index + 1] = version;
  }
  const rowOf = (version: number): number =>
    version < used.length ? (used[version] ?? 0) : (versions[version - used.length]?.at ?? 0);
  return {
    groups: swapAxes[axis].groups,
    ...{ groupOf, unitOf, pairs, probabilities, labels: rows.labels },
    itemOf: Int32Array.from(used, (_, unit) => unit),
    itemCount: used.length,
    dependence: dependenceOf(used, dependent),
    goldOf: (version) => rows.gold?.[rowOf(version)] ?? -1,
    shown: {
      placeOf(version) {
        const at = rowOf(version);
        const gold = rows.gold === null ? undefined : rows.labels[rows.gold[at] ?? -1];
        const text = version < used.length ? rows.texts[at] : versions[version - used.length]?.text;
        return {
          ...{ path: rows.path, row: rows.rows[at] ?? 0, line: rows.lines[at] ?? 0 },
          ...{ text: text ?? '', ...(gold === undefined ? {} : { gold }) },
        };
      },
      marks(_, second) {
        const { before = [], after = [] } = versions[second - used.length] ?? {};
        return { before, after };
      },
    },
  };
}

/** @param used the row of each item */
function dependenceOf(used: readonly number[], dependent: DependentRows): ItemDependence | null {
  const { clusterOf } = dependent;
  if (clusterOf === null) return null;
  const itemByRow = new Map(used.map((row, item) => [row, item]));
  return {
    clusterOf: Int32Array.from(used, (row) => clusterOf[row] ?? row),
    countsOf(values) {
      const valueOf = (row: number): number => values[itemByRow.get(row) ?? -1] ?? NaN;
      const isIn = (row: number): boolean => !Number.isNaN(valueOf(row));
      const groupOf = clusterOf.map((_, row) => (isIn(row) ? 0 : -1));
      const sizes = Float64Array.of(groupOf.filter((group) => group === 0).length);
      const alike = alikeness(dependent, { count: groupOf.length, isIn, valueOf });
      const count = (correlation: number): number =>
        effectiveRows(dependent, groupOf, sizes, { isIn, alike: correlation }).own[0] ?? 0;
      return { effective: count(alike), independent: count(1) };
    },
  };
}
