import type { AuditCoverage, AuditId } from '../../protocol/audit';
import { countOf } from '../../protocol/formatNumber';
import { seededNumbers, shuffled } from '../../data/seededNumbers';
import { swapAxes } from '../../data/swap/swapAxes';
import type { SwapAxisName } from '../../data/swap/swapAxis';
import { findTerms, swapTerms } from '../../data/swap/swapText';
import type { SwappedText } from '../../data/swap/swapText';
import type { ScoredRows } from '../scoredRows';

/** Versions a row is predicted in beside its own; of more groups, so many are drawn. */
const mostVersions = 5;

/** A row's text about somebody else. */
export interface SwapVersion extends SwappedText {
  /** Position of the row. */
  readonly at: number;
  /** Whom it is about: a position in the axis's groups, or -1 for several at once. */
  readonly group: number;
}

/** What is to be predicted to audit swaps along one axis, with what is needed to read the answers. */
export interface SwapItems {
  readonly id: AuditId;
  readonly axis: SwapAxisName;
  /** To be predicted, in this order; a text each of `versions`. */
  readonly texts: readonly string[];
  readonly versions: readonly SwapVersion[];
  /** Whom a row itself is about, by position of the row; only of rows that have versions. */
  readonly originals: ReadonlyMap<number, number>;
  readonly coverage: AuditCoverage;
}

function swapId(axis: SwapAxisName): AuditId {
  return `swap/${axis}`;
}

/** The rows that say whom they are about, each about somebody else. Takes about 10 µs a row. */
export function swapItems(
  { texts }: Pick<ScoredRows, 'texts'>,
  axis: SwapAxisName,
  { seed }: { readonly seed: number },
): SwapItems {
  const groups = swapAxes[axis].groups.length;
  const shifts = Array.from({ length: groups - 1 }, (_, at) => at + 1);
  const next = seededNumbers(seed);
  const versions: SwapVersion[] = [];
  const originals = new Map<number, number>();
  let stuck = 0;
  for (const [at, text] of texts.entries()) {
    const found = findTerms(text, axis);
    if (found === null) continue;
    const about = new Set(found.terms.map(({ group }) => group));
    const own = about.size === 1 ? (found.terms[0]?.group ?? -1) : -1;
    const before = versions.length;
    const tried = shifts.length > mostVersions ? shuffled(shifts, next) : shifts;
    for (const shift of tried) {
      const swapped = swapTerms(found, shift);
      if (swapped === null) continue;
      versions.push({ ...swapped, at, group: own < 0 ? -1 : (own + shift) % groups });
      if (versions.length - before === mostVersions) break;
    }
    if (versions.length > before) originals.set(at, own);
    else stuck += 1;
  }
  const note =
    stuck === 0
      ? null
      : `${countOf(stuck, 'row')} with such words could not be swapped: no counterpart, or an unusual spelling.`;
  return {
    ...{ id: swapId(axis), axis, texts: versions.map(({ text }) => text), versions, originals },
    coverage: { id: swapId(axis), used: originals.size, of: texts.length, note },
  };
}
