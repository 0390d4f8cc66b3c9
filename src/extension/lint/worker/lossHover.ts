import type { LossMask, MaskedToken } from '../../../data/tokens/lossMask';

/** Tokens shown of a long row: its beginning, around where the loss begins, around the cut. */
const [shownAtStart, shownBeforeLoss, shownOfLoss, shownAroundCut] = [40, 12, 120, 12];

/**
 * What the model reads of a row, as Markdown with HTML: what trains is bold and underlined, what is cut off is struck through.
 */
export function lossHover(mask: LossMask, title: string): string {
  const isText = mask.manner === 'classification';
  const legend = [
    ...(!isText && mask.tokens.some(({ isTrained }) => isTrained)
      ? ['<u>**underlined**</u>: carries loss']
      : []),
    ...(mask.tokens.some(({ isKept }) => !isKept) ? ['~~struck through~~: cut off'] : []),
  ].join(' · ');
  const text = piecesOf(mask)
    .map((piece) => (piece === null ? ' … ' : written(piece, isText)))
    .join('');
  return [title, text, legend, explanation(mask)].filter((part) => part !== '').join('\n\n');
}

function explanation({ manner }: LossMask): string {
  switch (manner) {
    case 'classification':
      return 'The label is learnt from the whole text.';
    case 'plain':
      return 'Prompt and target are joined as they are: the model has no chat template for this schema.';
    case 'generation':
      return 'The chat template itself marks what carries loss.';
    case 'prefixes':
      return 'What carries loss was found by rendering the chat template up to each answer.';
  }
}

interface Piece {
  readonly text: string;
  readonly isTrained: boolean;
  readonly isKept: boolean;
}

/** Runs of tokens of one kind; null where tokens are left out. */
function piecesOf({ tokens, text }: LossMask): readonly (Piece | null)[] {
  const shown = shownTokens(tokens);
  const pieces: (Piece | null)[] = [];
  let behind = 0;
  let last = -1;
  for (const index of shown) {
    const token = tokens[index];
    if (token === undefined) continue;
    if (index > last + 1) {
      pieces.push(null);
      behind = token.start;
    }
    last = index;
    const end = Math.max(behind, token.end);
    const isWritten = token.end > token.start;
    const own = isWritten ? text.slice(behind, end) : token.field === null ? token.token : '';
    if (isWritten) behind = end;
    const { isTrained, isKept } = token;
    const before = pieces.at(-1);
    if (before?.isTrained === isTrained && before.isKept === isKept) {
      pieces[pieces.length - 1] = { ...before, text: before.text + own };
    } else pieces.push({ text: own, isTrained, isKept });
  }
  if (last < tokens.length - 1) pieces.push(null);
  return pieces;
}

function shownTokens(tokens: readonly MaskedToken[]): readonly number[] {
  const first = tokens.findIndex(({ isTrained }) => isTrained);
  const cut = tokens.findIndex(({ isKept }) => !isKept);
  const shown: number[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const isAtStart = index < shownAtStart;
    const isAtLoss = first >= 0 && index >= first - shownBeforeLoss && index < first + shownOfLoss;
    const isAtCut = cut >= 0 && Math.abs(index - cut) <= shownAroundCut;
    const isAtEnd = index === tokens.length - 1;
    if (isAtStart || isAtLoss || isAtCut || isAtEnd) shown.push(index);
  }
  return shown;
}

function written({ text, isTrained, isKept }: Piece, isText: boolean): string {
  let html = escaped(text);
  if (isTrained && !isText) html = `<strong><u>${html}</u></strong>`;
  return isKept ? html : `<s>${html}</s>`;
}

/** As text within HTML within Markdown; line ends are seen and kept. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"'`*_~[\]()#+\-.!|\\{}$]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/\r?\n/g, '↵<br>')
    .replace(/ {2,}/g, (spaces) => '&nbsp;'.repeat(spaces.length));
}
