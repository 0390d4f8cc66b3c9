import { createScanner, getLocation } from 'jsonc-parser';
import { labelName } from '../../protocol/labelName';

/** Where labels can be written in the text of a run config. */
export interface LabelPlace {
  /** The characters that a label replaces, from 0; the end is exclusive. */
  readonly start: number;
  readonly end: number;
  /** Inside the brackets, or where the list itself goes. */
  readonly isInList: boolean;
  /** What keeps the text a list beside the labels already there: a comma, or nothing. */
  readonly before: '' | ', ';
  readonly after: '' | ', ';
  /** The other labels of the list, as rows would have them. */
  readonly listed: readonly string[];
}

/** @param offset of the cursor, from 0. @returns null where no label of `data.labels` goes */
export function labelPlace(text: string, offset: number): LabelPlace | null {
  const [section, key, index, ...deeper] = getLocation(text, offset).path;
  if (section !== 'data' || key !== 'labels' || deeper.length > 0) return null;
  if (index !== undefined && typeof index !== 'number') return null;
  const tokens = tokensOf(text);
  const isAround = ({ start, end }: Token): boolean => start < offset && offset < end;
  if (tokens.some((token) => isComment(token) && (isAround(token) || isLineEnd(token, offset))))
    return null;
  const written = tokens.filter((token) => !isComment(token));
  const own = written.find(
    (token) => isValue(token) && token.start < offset && offset <= token.end,
  );
  // note: behind a closed string stands the next value, not this one.
  const isBehind = own?.text.startsWith('"') === true && own.isClosed && own.end === offset;
  const replaced = own === undefined || isBehind ? null : own;
  const start = replaced?.start ?? offset;
  // A string that is not closed runs to the end of its line, over what closes the list.
  const end = replaced?.isClosed === true ? replaced.end : offset;
  const previous = written.findLast((token) => token.end <= start);
  const next = written.find((token) => token.start >= end);
  const isInList = index !== undefined;
  if (!isInList && previous?.text !== ':') return null;
  return {
    ...{ start, end, isInList },
    before: isInList && previous !== undefined && isValue(previous) ? ', ' : '',
    after: isInList && next !== undefined && isValue(next) ? ', ' : '',
    listed: isInList ? listed(written, start, replaced) : [],
  };
}

interface Token {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Of a string: what it says. */
  readonly value: string;
  /** False of a string without its second quote. */
  readonly isClosed: boolean;
}

// note: the kinds of tokens are a constant enum that only its own package can read; their first characters say it.
function tokensOf(text: string): readonly Token[] {
  const scanner = createScanner(text);
  const tokens: Token[] = [];
  while (scanner.getPosition() < text.length) {
    scanner.scan();
    const start = scanner.getTokenOffset();
    const end = start + scanner.getTokenLength();
    const written = text.slice(start, end);
    if (written.trim() === '') continue;
    const isClosed = !written.startsWith('"') || (written.length > 1 && written.endsWith('"'));
    tokens.push({ start, end, isClosed, text: written, value: scanner.getTokenValue() });
  }
  return tokens;
}

/** The labels of the list around an offset. */
function listed(tokens: readonly Token[], offset: number, own: Token | null): readonly string[] {
  const opens = tokens.findLastIndex(({ text, start }) => text === '[' && start < offset);
  const labels: string[] = [];
  for (const token of tokens.slice(opens + 1)) {
    if (token === own || token.text === ',') continue;
    if (!isValue(token)) break;
    labels.push(token.text.startsWith('"') ? labelName(token.value) : token.text);
  }
  return labels;
}

function isLineEnd({ text, end }: Token, offset: number): boolean {
  return text.startsWith('//') && end === offset;
}

function isComment({ text }: Token): boolean {
  return text.startsWith('/');
}

function isValue({ text }: Token): boolean {
  return !/^[[\]{},:/]/.test(text);
}
