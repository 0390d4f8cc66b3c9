import { sizeOfSource, type AuditReport } from '../../protocol/audit';
import { formatCount, plainNumber } from '../../protocol/formatNumber';
import { unbroken } from '../unbroken';
import { factsList } from './factsList';
import { element } from '../element';
import { isOfThresholds } from './auditHead';

/** How the figures were made and what to know before quoting one; folded. */
export function methodFold(
  { method, sources, caveats, kind, createdAt, subject, base }: AuditReport,
  fold: { readonly isOpen: boolean; readonly onToggle: (isOpen: boolean) => void },
): HTMLElement {
  const { version, seed, permutations, resamples, delta, alpha, cluster } = method;
  const folded = caveats.filter((caveat) => !isOfThresholds(caveat));
  const facts: (readonly [string, string])[] = [
    ['Subject', `${subject} (${kind})`],
    ...(base === null ? [] : [['Base', base] as const]),
    ['Audited', new Date(createdAt * 1000).toLocaleString()],
    ['Margin of “none larger”', plainNumber(delta)],
    ['False discovery rate', plainNumber(alpha)],
    ...(cluster === undefined ? [] : [['Dependent rows share their', cluster] as const]),
    ['Permutations', formatCount(permutations)],
    ['Resamples', formatCount(resamples)],
    ['Seed', String(seed)],
    ['Version', version],
  ];
  const details = element(
    'details',
    { class: 'method' },
    element('summary', {}, 'Method, data and caveats'),
    ...(folded.length === 0
      ? []
      : [
          element('h3', {}, 'Before quoting a figure'),
          element(
            'ul',
            { class: 'caveats' },
            ...folded.map((each) => element('li', {}, unbroken(each))),
          ),
        ]),
    element('h3', {}, 'Method'),
    element(
      'p',
      {},
      `Intervals hold 95 %. “Disparity” means that p, adjusted over all tests of this report after Benjamini and Hochberg, is at most ${plainNumber(alpha)}; “none larger” that the whole interval lies within ${plainNumber(delta)}. What could not be computed is never called fair.`,
    ),
    factsList(facts),
    ...(sources.length === 0
      ? []
      : [
          element('h3', {}, 'Data'),
          element(
            'ul',
            { class: 'sources' },
            ...sources.map((source) =>
              element(
                'li',
                {},
                `${source.kind}: ${source.path}, ${sizeOfSource(source)}`,
                element('div', { class: 'hint hash' }, `SHA-256 ${source.hash}`),
              ),
            ),
          ),
        ]),
  );
  details.open = fold.isOpen;
  details.addEventListener('toggle', () => fold.onToggle(details.open));
  return details;
}
