import type { Part, Schema, ValuePath } from '../schemas/schema';
import type { CharacterRange } from './characterRange';
import { readChatTemplate, specialToken, type ChatTemplate } from './chatTemplate';
import { modelLimit } from './modelLimit';
import { readModelTokenizer, type ModelTokenizer } from './modelTokenizer';
import { templatedRow, type Manner, type Segment } from './templatedRow';
import { tokenSpans, type TokenSpan } from './tokenSpans';

/** A row as the model reads it: its tokens, which of them carry loss, and which are cut off. */
export interface LossMask {
  /** What was cut into tokens. */
  readonly text: string;
  readonly tokens: readonly MaskedToken[];
  readonly maxLength: number;
  readonly manner: Manner;
}

export interface MaskedToken extends TokenSpan {
  readonly isTrained: boolean;
  /** False: it lies beyond maxLength and is cut off. */
  readonly isKept: boolean;
  /** The characters of the row's own string that it stands for; null: the template's, or the tokenizer's. */
  readonly field: FieldRange | null;
}

export interface FieldRange extends CharacterRange {
  readonly path: ValuePath;
}

/** What turns rows into tokens: a model's tokenizer and template, and the length of a row in training. */
export interface RowTokenizer {
  readonly tokenizer: ModelTokenizer;
  readonly template: ChatTemplate | null;
  readonly endOfText: string | null;
  readonly maxLength: number;
  /** Tokens that the model itself reads at most; null: its folder does not say. */
  readonly mostTokens: number | null;
}

/** @throws UserError when the folder has no tokenizer that can be used */
export function readRowTokenizer(folder: string, maxLength: number): RowTokenizer {
  const tokenizer = readModelTokenizer(folder);
  // An encoder's special tokens stand at both ends of a text by themselves.
  const isEncoder = tokenizer.after.length > 0;
  return {
    tokenizer,
    template: readChatTemplate(tokenizer),
    endOfText: isEncoder ? null : specialToken(tokenizer.config, 'eos_token'),
    maxLength,
    mostTokens: modelLimit(folder),
  };
}

interface RowParts {
  readonly schema: Schema;
  readonly values: Readonly<Record<string, unknown>>;
  readonly parts: readonly Part[];
}

/** @throws UserError when the chat template refuses the row */
export function lossMask(
  row: RowParts,
  { tokenizer, maxLength, ...templates }: RowTokenizer,
): LossMask {
  const { text, trained, addsSpecials, segments, manner } = templatedRow(row, templates);
  const spans = tokenSpans(tokenizer, text);
  const [before, after] = addsSpecials ? [tokenizer.before, tokenizer.after] : [[], []];
  const room = Math.max(0, maxLength - before.length - after.length);
  const special = { start: 0, end: 0, isTrained: false, isKept: true, field: null };
  const atEnd = { ...special, start: text.length, end: text.length };
  const [trains, segmentOf] = [inOrder(trained), inOrder(segments)];
  const body = spans.map((span, index): MaskedToken => {
    const segment = segmentOf(span);
    return {
      ...span,
      isTrained: trains(span) !== null,
      isKept: index < room,
      field: segment === null ? null : fieldRange(span, segment),
    };
  });
  const tokens = [
    ...before.map((token) => ({ ...token, ...special })),
    ...body,
    ...after.map((token) => ({ ...token, ...atEnd })),
  ];
  return { text, tokens, maxLength, manner };
}

/** Finds the range that a token overlaps, for tokens and ranges in order. */
function inOrder<Range extends CharacterRange>(
  ranges: readonly Range[],
): (token: CharacterRange) => Range | null {
  let at = 0;
  return ({ start, end }) => {
    while (at < ranges.length && (ranges[at]?.end ?? 0) <= start) at += 1;
    const range = ranges[at];
    return range !== undefined && end > range.start && end > start ? range : null;
  };
}

function fieldRange(token: CharacterRange, { path, start, end, skipped }: Segment): FieldRange {
  const offset = skipped - start;
  return {
    path,
    start: Math.max(token.start, start) + offset,
    end: Math.min(token.end, end) + offset,
  };
}
