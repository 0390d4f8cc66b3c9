import type { AuditRow } from '../../protocol/audit';
import { predictedLabel } from './versions';
import type { ScoredVersions } from './versions';

/** Rows shown with a check. */
const mostRows = 10;

/** How strongly a pair shows what a check says, and the label whose probability is shown; 0 where it does not show it. */
type Judged = { readonly strength: number; readonly label: number } | 0;

/** The pairs that show a disparity best, the strongest first, one a unit; the changed words are marked. */
export function worstPairs(
  versions: ScoredVersions,
  judge: (first: number, second: number) => Judged,
): AuditRow[] {
  const { pairs, unitOf } = versions;
  const best = new Map<
    number,
    { readonly at: number; readonly strength: number; readonly label: number }
  >();
  for (let at = 0; at < pairs.length; at += 2) {
    const judged = judge(pairs[at] ?? 0, pairs[at + 1] ?? 0);
    if (judged === 0 || judged.strength <= 0) continue;
    const unit = unitOf[pairs[at] ?? 0] ?? 0;
    if (judged.strength > (best.get(unit)?.strength ?? 0)) best.set(unit, { at, ...judged });
  }
  return [...best.values()]
    .sort((a, b) => b.strength - a.strength || a.at - b.at)
    .slice(0, mostRows)
    .map(({ at, label }) => shownPair(versions, { at, label }));
}

function shownPair(
  versions: ScoredVersions,
  { at, label }: { at: number; label: number },
): AuditRow {
  const { pairs, probabilities, labels, shown } = versions;
  const [first, second] = [pairs[at] ?? 0, pairs[at + 1] ?? 0];
  const predicted = (version: number): string => labels[predictedLabel(versions, version)] ?? '';
  const score = (version: number): number => probabilities[version * labels.length + label] ?? 0;
  return {
    ...shown.placeOf(first),
    ...{ prediction: predicted(first), score: score(first), scored: labels[label] ?? '' },
    swapped: {
      ...{ text: shown.placeOf(second).text, prediction: predicted(second), score: score(second) },
      ...shown.marks(first, second),
    },
  };
}
