import { swapAxes } from '../../data/swap/swapAxes';
import type { AuditOptions } from '../auditOptions';
import { auditVersions } from '../counterfactuals/auditVersions';
import type { Withheld } from '../counterfactuals/versionsSubject';
import type { ScoredVersions } from '../counterfactuals/versions';
import type { ScoredRows } from '../scoredRows';
import type { MeasuredCheck } from '../statistics/judge';
import type { SwapItems } from './swapItems';

/**
 * What changes when the user's own rows are about somebody else.
 * @param rows those that `swapItems` was given
 * @param probabilities [items.texts, labels] of the swapped texts
 * @param gate why the model may not be judged
 */
export function auditSwaps(
  rows: ScoredRows,
  items: SwapItems,
  probabilities: Float32Array,
  { gate, ...options }: AuditOptions & { readonly gate: Withheld },
): Promise<MeasuredCheck[]> {
  const versions = swapVersions(rows, items, probabilities);
  return auditVersions(versions, { id: items.id, prefix: '', unit: 'rows', gate }, options);
}

/** The rows themselves first, then their versions; a row is a unit and a cluster. */
export function swapVersions(
  rows: ScoredRows,
  { axis, originals, versions }: SwapItems,
  swapped: Float32Array,
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
    clusterOf: Int32Array.from(used, (_, unit) => unit),
    clusterCount: used.length,
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
