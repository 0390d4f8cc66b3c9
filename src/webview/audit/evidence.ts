import type { AuditRow, MarkedSpan } from '../../protocol/audit';
import { answerWords } from '../../protocol/answerWords';
import { baseName } from '../baseName';
import { element } from '../element';
import { rowLink } from '../rowLink';
import type { EvidenceContext } from './checkDetails';

/**
 * Rows that show a finding, each with a link to its line. Texts of suites are made to offend: they stay folded until somebody
 * opens them.
 */
export function drawEvidence(
  rows: readonly AuditRow[],
  kind: string,
  context: EvidenceContext,
): HTMLElement {
  const folded = rows.filter((row) => isOfSuite(row, context));
  const plain = rows.filter((row) => !folded.includes(row));
  const list = (shown: readonly AuditRow[]): HTMLElement =>
    element(
      'ul',
      { class: 'evidence' },
      ...shown.map((row) => element('li', {}, drawRow(row, kind, context))),
    );
  return element(
    'div',
    {},
    plain.length === 0 ? null : list(plain),
    folded.length === 0
      ? null
      : element(
          'details',
          { class: 'suite-text' },
          element('summary', {}, `Texts of the suite ${suiteName(folded)} (they may offend)`),
          list(folded),
        ),
  );
}

function drawRow(row: AuditRow, kind: string, context: EvidenceContext): HTMLElement {
  const { swapped } = row;
  const link = placeOf(row, context);
  if (swapped === undefined) {
    return element(
      'div',
      { class: 'example' },
      element('div', { class: 'example-text' }, row.text),
      element('div', { class: 'example-facts' }, ...facts(row, kind), link),
    );
  }
  return element(
    'div',
    { class: 'example swap' },
    element(
      'div',
      { class: 'diff-line before' },
      element('span', { class: 'diff-sign', attributes: { 'aria-hidden': true } }, '−'),
      element('div', { class: 'example-text' }, ...marked(row.text, swapped.before, 'del')),
      element('span', { class: 'example-answer number' }, answer(row)),
    ),
    element(
      'div',
      { class: 'diff-line after' },
      element('span', { class: 'diff-sign', attributes: { 'aria-hidden': true } }, '+'),
      element('div', { class: 'example-text' }, ...marked(swapped.text, swapped.after, 'ins')),
      element(
        'span',
        {
          class: `example-answer number${row.prediction === swapped.prediction ? '' : ' flipped'}`,
        },
        answer({ ...swapped, scored: row.scored }),
      ),
    ),
    element(
      'div',
      { class: 'example-facts' },
      row.gold === undefined ? null : element('span', { class: 'hint' }, `true label ${row.gold}`),
      link,
    ),
  );
}

function facts(row: AuditRow, kind: string): (HTMLElement | null)[] {
  const { gold, prediction } = row;
  if (kind === 'seat') {
    const words = `${gold ?? ''}, closer to ${prediction ?? ''}`;
    return [prediction === undefined ? null : element('span', {}, words)];
  }
  return [
    gold === undefined ? null : element('span', { class: 'hint' }, `true label ${gold}`),
    prediction === undefined
      ? null
      : element('span', { class: 'number' }, `predicted ${answer(row)}`),
  ];
}

/** A text whose changed parts are elements of their own; parts out of bounds are left out. */
export function marked(
  text: string,
  spans: readonly MarkedSpan[],
  tag: 'del' | 'ins',
): (HTMLElement | string)[] {
  const parts: (HTMLElement | string)[] = [];
  let at = 0;
  for (const { start, end } of spans) {
    if (start < at || end > text.length || end < start) continue;
    parts.push(text.slice(at, start), element(tag, {}, text.slice(start, end)));
    at = end;
  }
  return [...parts, text.slice(at)];
}

function answer({
  prediction = '',
  score,
  scored,
}: {
  readonly prediction?: string | undefined;
  readonly score?: number | undefined;
  readonly scored?: string | undefined;
}): string {
  return answerWords({ prediction, score, scored });
}

/** A link to the line; what comes with the product has no file to open. */
function placeOf({ path, line }: AuditRow, { sources, onRow }: EvidenceContext): HTMLElement {
  const isBuiltIn = sources.some((source) => source.kind === 'built-in' && source.path === path);
  return isBuiltIn
    ? element('span', { class: 'hint' }, `${path}, number ${line}`)
    : rowLink(path, line, onRow);
}

function isOfSuite({ path }: AuditRow, { sources }: EvidenceContext): boolean {
  return sources.some((source) => source.kind !== 'data' && source.path === path);
}

function suiteName([first]: readonly AuditRow[]): string {
  return first === undefined ? '' : baseName(first.path);
}
