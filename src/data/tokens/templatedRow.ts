import { assertNever } from '../../protocol/assertNever';
import { valueAt } from '../schemas/columnPath';
import type { Part, Schema, ValuePath } from '../schemas/schema';
import type { CharacterRange } from './characterRange';
import { conversationOf, type Conversation } from './chatMessages';
import type { ChatTemplate } from './chatTemplate';

/** A row as the text that is cut into tokens. */
export interface TemplatedRow {
  readonly text: string;
  /** Characters the loss is taken over, in order. */
  readonly trained: readonly CharacterRange[];
  /** Whether the tokenizer adds its special tokens at both ends: a chat template writes its own. */
  readonly addsSpecials: boolean;
  /** Where the row's own strings stand in the text, in order; a template may have left some out. */
  readonly segments: readonly Segment[];
  readonly manner: Manner;
}

export interface Segment extends CharacterRange {
  readonly path: ValuePath;
  /** Characters of the string before the segment: a template may trim. */
  readonly skipped: number;
}

/** How a row became text, and how it was told what trains. */
export type Manner =
  | 'classification' // the text by itself, its label beside it
  | 'plain' // prompt and target joined
  | 'generation' // by the template's own marks
  | 'prefixes'; // by rendering the conversation up to each answer

export interface TemplateOf {
  readonly template: ChatTemplate | null;
  /** What a model without a template ends an answer with; null: nothing. */
  readonly endOfText: string | null;
}

/** @throws UserError when the template refuses the row */
export function templatedRow(
  {
    schema,
    values,
    parts,
  }: { schema: Schema; values: Readonly<Record<string, unknown>>; parts: readonly Part[] },
  { template, endOfText }: TemplateOf,
): TemplatedRow {
  const conversation = template === null ? null : conversationOf(schema, values, parts);
  if (template !== null && conversation !== null) return rendered(conversation, parts, template);
  switch (schema.name) {
    case 'classification':
    case 'token-classification':
      return joined(
        parts.filter(({ role }) => role === 'prompt'),
        ' ',
        'classification',
      );
    case 'question-answering':
      return answered(values, parts);
    case 'alpaca':
    case 'sharegpt':
    case 'messages':
    case 'parallel':
      return joined(withEnd(parts, endOfText), '\n', 'plain');
    case 'prompt-completion':
    case 'preference':
    case 'feedback':
    case 'text':
      return joined(withEnd(parts, endOfText), '', 'plain');
    default:
      return assertNever(schema.name, 'schema');
  }
}

interface Piece extends Pick<Part, 'text' | 'role'> {
  readonly path: ValuePath | null;
}

/** What the loss sees, and the token that ends each answer. */
function withEnd(parts: readonly Part[], endOfText: string | null): readonly Piece[] {
  return parts
    .filter(({ role }) => role !== 'label' && role !== 'rejected')
    .map((part) =>
      part.role === 'target' && endOfText !== null
        ? { ...part, text: part.text + endOfText }
        : part,
    );
}

function joined(parts: readonly Piece[], between: string, manner: Manner): TemplatedRow {
  let text = '';
  const trained: CharacterRange[] = [];
  const segments: Segment[] = [];
  for (const part of parts) {
    if (text !== '') text += between;
    const range = { start: text.length, end: text.length + part.text.length };
    text += part.text;
    if (part.path !== null) segments.push({ ...range, path: part.path, skipped: 0 });
    if (part.role === 'target' || manner === 'classification') trained.push(range);
  }
  return { text, trained, addsSpecials: true, segments, manner };
}

/** The question, then the context, where the answer is to be pointed at. */
function answered(values: Readonly<Record<string, unknown>>, parts: readonly Part[]): TemplatedRow {
  const asked = parts.filter(({ role }) => role === 'prompt');
  const contexts = parts.filter(({ role }) => role === 'context');
  const row = joined([...asked, ...contexts], '\n', 'plain');
  const context = row.segments.at(-1);
  const answer = parts.find(({ role }) => role === 'target');
  if (context === undefined || contexts.length === 0 || answer === undefined || answer.text === '')
    return row;
  const starts = valueAt(values, [...answer.path.slice(0, -2), 'answer_start']);
  const codePoints = Array.isArray(starts) && typeof starts[0] === 'number' ? starts[0] : 0;
  const said = row.text.slice(context.start);
  const units = unitsOf(said, codePoints);
  const found = said.startsWith(answer.text, units) ? units : said.indexOf(answer.text);
  if (found < 0) return row;
  const start = context.start + found;
  return { ...row, trained: [{ start, end: start + answer.text.length }] };
}

/** SQuAD counts code points. */
function unitsOf(text: string, codePoints: number): number {
  let units = 0;
  for (let point = 0; point < codePoints && units < text.length; point += 1) {
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  }
  return units;
}

function rendered(
  conversation: Conversation,
  parts: readonly Part[],
  template: ChatTemplate,
): TemplatedRow {
  const { messages, tools } = conversation;
  const { text, generation } = template.render(messages, { tools, asksForAnswer: false });
  const isMarked = generation !== null && generation.length > 0;
  return {
    text,
    trained: isMarked ? generation : answersIn(text, conversation, template),
    addsSpecials: false,
    segments: segmentsIn(text, parts),
    manner: isMarked ? 'generation' : 'prefixes',
  };
}

/**
 * What the model says, by rendering the conversation up to each answer without and with it. Where the template writes earlier
 * turns another way once later ones follow, the answer's own words are looked up instead.
 */
function answersIn(
  text: string,
  { messages, trained, tools }: Conversation,
  template: ChatTemplate,
): readonly CharacterRange[] {
  const ranges: CharacterRange[] = [];
  let behind = 0;
  for (const index of trained) {
    const isLast = index === messages.length - 1;
    const before = template.render(messages.slice(0, index), { tools, asksForAnswer: true }).text;
    const after = isLast
      ? text
      : template.render(messages.slice(0, index + 1), { tools, asksForAnswer: false }).text;
    const range =
      text.startsWith(after) && after.startsWith(before)
        ? { start: before.length, end: after.length }
        : wordsIn(text, messages[index]?.content ?? '', behind);
    if (range === null || range.end <= range.start) continue;
    ranges.push(range);
    behind = range.end;
  }
  return ranges;
}

function wordsIn(text: string, content: string, from: number): CharacterRange | null {
  const words = content.trim();
  const start = words === '' ? -1 : text.indexOf(words, from);
  return start < 0 ? null : { start, end: start + words.length };
}

/** The row's strings in the order of the text. */
function segmentsIn(text: string, parts: readonly Part[]): readonly Segment[] {
  const segments: Segment[] = [];
  let behind = 0;
  for (const { path, text: part, role } of parts) {
    if (role === 'rejected' || role === 'label') continue;
    const range = wordsIn(text, part, behind);
    if (range === null) continue;
    segments.push({ ...range, path, skipped: part.length - part.trimStart().length });
    behind = range.end;
  }
  return segments;
}
