import type { AuditCheck, AuditRow } from '../../protocol/audit';
import { familyOf } from '../../protocol/familyOf';
import { countOf } from '../../protocol/formatNumber';
import { element } from '../element';
import type { EvidenceContext } from './checkDetails';
import { drawEvidence } from './evidence';

/** More are under the figures they belong to. */
const mostExamples = 8;

/** The texts whose answer changed most when they were about somebody else, each once. */
function worstSwaps(checks: readonly AuditCheck[]): AuditRow[] {
  const ranked = [
    ...checks.filter(({ verdict }) => verdict === 'disparity'),
    ...checks.filter(({ verdict }) => verdict !== 'disparity'),
  ];
  const found = new Map<string, AuditRow>();
  for (const check of ranked) {
    // note: templates are nobody's rows; they stand under their figures.
    if (familyOf(check.id).kind !== 'swap' || check.verdict === 'model-too-weak') continue;
    for (const row of check.rows) {
      if (row.swapped === undefined) continue;
      const key = `${row.path}:${row.line}:${row.swapped.text}`;
      if (!found.has(key)) found.set(key, row);
    }
  }
  const rows = [...found.values()];
  const isFlipped = ({ prediction, swapped }: AuditRow): boolean =>
    prediction !== swapped?.prediction;
  return [...rows.filter(isFlipped), ...rows.filter((row) => !isFlipped(row))];
}

/** Null where nothing was swapped. */
export function examplesSection(
  checks: readonly AuditCheck[],
  context: EvidenceContext,
): HTMLElement | null {
  const all = worstSwaps(checks);
  if (all.length === 0) return null;
  const shown = all.slice(0, mostExamples);
  const rest = all.length - shown.length;
  return element(
    'section',
    { class: 'examples' },
    element('h2', {}, 'The same text about somebody else'),
    element(
      'p',
      { class: 'hint' },
      rest === 0
        ? 'What was swapped is marked; the answers stand beside it.'
        : `What was swapped is marked; the answers stand beside it. ${countOf(rest, 'more example')} under the figures below.`,
    ),
    drawEvidence(shown, 'swap', context),
  );
}
