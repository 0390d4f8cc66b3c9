import type { AuditRow } from '../../protocol/audit';
import type { ScoredRows } from '../scoredRows';
import type { LabelRows } from './labelRows';

/** Rows shown with a check. */
const mostRows = 10;
/** A check whose p-value is no smaller cannot end as a disparity, so that nobody asks for its rows. */
const largestPValue = 0.05;

/** Which rows of a group show what a figure says: what they must be predicted and be in truth; null for either. */
export interface EvidenceKind {
  readonly selected: 0 | 1;
  readonly actual: 0 | 1 | null;
}

/** Rows of a group, the surest predictions first. */
export type Evidence = (kind: EvidenceKind, group: number, pValue: number | null) => AuditRow[];

export function evidenceOf(
  rows: ScoredRows,
  { groupOf }: { readonly groupOf: Int32Array },
  { label, actual, selected, scores, ascending }: LabelRows,
  predicted: Int32Array,
): Evidence {
  return (kind, group, pValue) => {
    if (pValue === null || pValue > largestPValue) return [];
    const found: AuditRow[] = [];
    const count = ascending.length;
    for (let rank = 0; rank < count && found.length < mostRows; rank += 1) {
      const row = ascending[kind.selected === 1 ? count - 1 - rank : rank] ?? 0;
      if (groupOf[row] !== group || selected[row] !== kind.selected) continue;
      if (kind.actual !== null && actual?.[row] !== kind.actual) continue;
      const gold = rows.gold === null ? undefined : rows.labels[rows.gold[row] ?? 0];
      found.push({
        ...{ path: rows.path, row: rows.rows[row] ?? 0, line: rows.lines[row] ?? 0 },
        ...{ text: rows.texts[row] ?? '', ...(gold === undefined ? {} : { gold }) },
        prediction: rows.labels[predicted[row] ?? 0] ?? label,
        score: scores[row] ?? 0,
        scored: label,
      });
    }
    return found;
  };
}
