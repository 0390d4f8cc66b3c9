import { isUtf8 } from 'node:buffer';
import type { JsonShape } from '../../readers/jsonShape';
import { usualLongestLine } from '../../readers/row';
import { findElementEnd, type ElementEnd, type Step } from './elementEnd';
import { malformedProblem } from './malformedText';
import { noProblems, type ByteSink, type Problem, type SeeRecord } from './scannedRecord';
import { tooLongProblem } from './scanTextLines';

const [lineFeed, carriageReturn] = [10, 13];
const [comma, openBracket, closeBracket, openBrace] = [44, 91, 93, 123];

const mostBytes = 3 * usualLongestLine;
const headBytes = 1_024;

/** What is due between the elements. */
type Due = 'list' | 'first' | 'element' | 'separator' | 'object' | 'nothing' | 'ignored';

/** An element whose end is not found yet. */
interface OpenElement {
  readonly line: number;
  readonly column: number;
  readonly start: number;
  readonly isCommaMissing: boolean;
  readonly bounds: ElementEnd;
  /** Its bytes from earlier chunks; only its beginning once it is too long. */
  parts: Buffer[];
  kept: number;
}

/**
 * Elements of a file that is one JSON list (or holds one, or objects without a list around them), each by itself: a broken one does not take the others with it. Characters
 * between elements that should not stand there are records of their own, and no rows.
 */
export function scanJsonArray(shape: JsonShape, see: SeeRecord): ByteSink {
  const behind: Due = shape.type === 'objects' ? 'object' : 'separator';
  let due: Due = shape.type === 'objects' ? 'object' : 'list';
  let skip = 'before' in shape ? shape.before : 0;
  let element: OpenElement | null = null;
  let line = 1;
  let column = 1;
  let afterReturn = false;
  let chunk: Buffer = Buffer.alloc(0);
  /** Offset in the file of the chunk; index in it up to which columns were counted; where its part of the element begins. */
  let [base, counted, from] = [0, 0, 0];

  const columnAt = (at: number): number => {
    // note: a character may be cut by the chunk's end, so its first byte counts, twice for a surrogate pair.
    for (; counted < at; counted += 1) {
      const byte = chunk[counted] ?? 0;
      if ((byte & 0xc0) !== 0x80) column += byte >= 0xf0 ? 2 : 1;
    }
    return column;
  };
  const stray = (at: number, to: number, message: string, title: string | null): void => {
    const raw = chunk.toString('utf8', at, to);
    const edit = { type: 'edit-text', start: 0, end: raw.length, text: '' } as const;
    const fixes = title === null ? {} : { fixes: () => [{ ...edit, title }] };
    const [start, end] = [base + at, base + to];
    const problem: Problem = { rule: 'L-FMT-01', start: 0, end: raw.length, message, ...fixes };
    const place = { line, column: columnAt(at), raw, start, end, next: end };
    see({ ...place, kind: 'stray', cells: null, problems: [problem], isReadable: false });
  };
  const begin = (at: number): void => {
    const isCommaMissing = due === 'separator';
    const place = { line, column: columnAt(at), start: base + at };
    element = { ...place, isCommaMissing, bounds: findElementEnd(), parts: [], kept: 0 };
    from = at;
    due = behind;
  };
  const finish = (at: number): void => {
    if (element === null) return;
    const last = chunk.subarray(from, at);
    const bytes = element.parts.length === 0 ? last : Buffer.concat([...element.parts, last]);
    const end = base + at;
    see(elementRecord(element, bytes, end));
    element = null;
  };

  return {
    push(bytes) {
      chunk = bytes;
      [counted, from] = [0, 0];
      for (let at = 0; at < bytes.length; at += 1) {
        if (element !== null && skip === 0) {
          const next: number = element.bounds.skip(bytes, at);
          if (next > at) afterReturn = false;
          if (next === bytes.length) break;
          at = next;
        }
        const byte = bytes[at] ?? 0;
        const isPair = byte === lineFeed && afterReturn;
        if (skip > 0) skip -= 1;
        else if (element !== null) {
          const step: Step = element.bounds.step(byte);
          if (step === 'last') finish(at + 1);
          else if (step === 'behind' || step === 'broken') finish(at);
          // note: the comma before a { that breaks an element off stands in what broke.
          if (step === 'broken' && byte === openBrace && behind === 'separator') due = 'element';
          if (step === 'behind' || step === 'broken') due = between(byte, at);
        } else if (byte > 32) due = between(byte, at);
        if (byte === lineFeed || byte === carriageReturn) {
          if (!isPair) line += 1;
          column = 1;
          counted = at + 1;
        }
        afterReturn = byte === carriageReturn;
      }
      columnAt(bytes.length);
      if (element !== null) keep(element, bytes.subarray(from));
      base += bytes.length;
    },
    end() {
      chunk = Buffer.alloc(0);
      [counted, from] = [0, 0];
      finish(0);
      if (due === 'nothing' || due === 'ignored' || due === 'object') return;
      const message =
        due === 'list' ? notAList : 'The closing ] of the list is missing: was the file cut off?';
      stray(0, 0, message, null);
    },
  };

  /** A byte outside of elements, no white space. */
  function between(byte: number, at: number): Due {
    if (byte <= 32) return due;
    switch (due) {
      case 'list':
        if (byte === openBracket) return 'first';
        stray(at, at + 1, notAList, null);
        return 'ignored';
      case 'first':
      case 'element':
        if (byte === closeBracket) {
          if (due === 'element') stray(at, at + 1, 'A row is missing after the last comma.', null);
          return 'nothing';
        }
        if (byte === comma) {
          stray(at, at + 1, 'A row is missing before this comma.', 'Remove this comma');
          return due;
        }
        begin(at);
        element?.bounds.step(byte);
        return 'separator';
      case 'object':
        if (byte === comma || byte === closeBracket) {
          stray(at, at + 1, 'An object is expected here, { … }.', 'Remove this character');
          return due;
        }
        begin(at);
        element?.bounds.step(byte);
        return due;
      case 'separator':
        if (byte === comma) return 'element';
        if (byte === closeBracket) return 'nothing';
        begin(at);
        element?.bounds.step(byte);
        return 'separator';
      case 'nothing':
        // What surrounds the list ends behind it.
        if ('before' in shape) return 'ignored';
        stray(at, at + 1, 'The list has ended, yet more text follows.', null);
        return 'ignored';
      case 'ignored':
        return 'ignored';
    }
  }
}

const notAList = 'A JSON file must hold a list of rows, [ {…}, {…} ].';

function keep(element: OpenElement, part: Buffer): void {
  if (element.kept > mostBytes) return;
  element.parts.push(Buffer.from(part));
  element.kept += part.length;
  if (element.kept <= mostBytes) return;
  element.parts = [Buffer.concat(element.parts).subarray(0, headBytes)];
}

function elementRecord(element: OpenElement, bytes: Buffer, end: number): Parameters<SeeRecord>[0] {
  const { line, column, start, isCommaMissing } = element;
  const text = end - start > mostBytes ? '' : bytes.toString();
  const isTooLong = end - start > mostBytes || text.length > usualLongestLine;
  const raw = isTooLong ? bytes.toString('utf8', 0, headBytes) : text;
  const problems: Problem[] = [];
  if (isTooLong) problems.push(tooLongProblem(raw, end - start));
  else if (!isUtf8(bytes)) problems.push(malformedProblem(bytes));
  const isReadable = problems.length === 0;
  if (isCommaMissing) problems.push(commaProblem);
  return {
    ...{ line, column, raw, start, end, next: end },
    ...{ kind: 'row', cells: null, isReadable },
    problems: problems.length === 0 ? noProblems : problems,
  };
}

const commaProblem: Problem = {
  rule: 'L-FMT-01',
  start: 0,
  end: 1,
  message: 'A comma is missing before this row.',
  fixes: () => [{ type: 'edit-text', title: 'Insert a comma', start: 0, end: 0, text: ',' }],
};
