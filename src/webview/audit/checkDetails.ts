import type { AuditCheck, AuditSource } from '../../protocol/audit';
import { intervalWords } from '../../protocol/auditWords';
import { familyOf } from '../../protocol/familyOf';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { element } from '../element';
import type { OpenRow } from '../rowLink';
import { pWords, variantFacts } from './auditWords';
import { unbroken } from '../unbroken';
import { drawEvidence } from './evidence';
import { factsList } from './factsList';

export interface EvidenceContext {
  readonly sources: readonly AuditSource[];
  readonly onRow: OpenRow;
}

/** What stands behind a figure: how it was judged, and the rows that show it. */
export function checkDetails(check: AuditCheck, context: EvidenceContext): HTMLElement {
  const { reason, rows } = check;
  return element(
    'div',
    { class: 'check-details' },
    reason === undefined ? null : element('p', {}, unbroken(reason)),
    factsList(factsOf(check)),
    rows.length === 0
      ? element('p', { class: 'hint' }, 'No single rows stand behind this figure.')
      : element(
          'div',
          {},
          element(
            'p',
            { class: 'hint' },
            rows.length === 1 ? 'An example:' : `The strongest ${countOf(rows.length, 'example')}:`,
          ),
          drawEvidence(rows, familyOf(check.id).kind, context),
        ),
  );
}

function factsOf(check: AuditCheck): (readonly [string, string])[] {
  const { reference, disparity, nullBand, pValue, adjustedPValue, detectable, n, needed } = check;
  // note: as association tests are published; an association that runs the other way is one too.
  const isOneSided = check.metric === 'effect-size';
  const facts: (readonly [string, string | null])[] = [
    ['Compared with', reference],
    [
      'Disparity',
      disparity === null ? null : `${formatMetric(disparity.value)} (${intervalWords(disparity)})`,
    ],
    [
      'By chance alone',
      nullBand === null ? null : intervalWords({ low: nullBand[0], high: nullBand[1] }),
    ],
    [isOneSided ? 'p, one-sided' : 'p', pValue === null ? null : pWords(pValue)],
    [
      isOneSided ? 'p, two-sided, adjusted' : 'p, adjusted',
      adjustedPValue === null ? null : pWords(adjustedPValue),
    ],
    ['Smallest that would be found', detectable === null ? null : formatMetric(detectable)],
    ['Rows', formatCount(n)],
    ['Rows needed', needed === null ? null : `about ${formatCount(needed)}`],
    ...variantFacts(check.variant),
  ];
  return facts.flatMap(([name, words]) => (words === null ? [] : [[name, words] as const]));
}
