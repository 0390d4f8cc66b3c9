import type { RowTokens, TokenPiece } from '../../protocol/datasetPage';
import { formatCount } from '../../protocol/formatNumber';
import { element } from '../element';

/** The row as its model reads it: what carries loss is underlined, what is cut off struck through. */
export function drawTokens({ pieces, total, trained, cut, note }: RowTokens): HTMLElement {
  const counts = [
    `${formatCount(total)} tokens`,
    ...(trained > 0 ? [`${formatCount(trained)} carry loss (underlined)`] : []),
    ...(cut > 0 ? [`${formatCount(cut)} cut off (struck through)`] : []),
  ];
  return element(
    'section',
    { class: 'tokens', attributes: { 'aria-label': 'Tokens' } },
    element('h3', {}, total === 0 ? 'Tokens' : counts.join(' · ')),
    note === null ? null : element('p', { class: 'hint' }, note),
    pieces.length === 0 ? null : element('p', { class: 'field-text' }, ...pieces.map(drawPiece)),
  );
}

function drawPiece({ text, isTrained, isKept }: TokenPiece): HTMLElement {
  const kind = isKept ? (isTrained ? 'ins' : 'span') : 'del';
  return element(kind, {}, text);
}
