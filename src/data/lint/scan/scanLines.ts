import { isAscii, isUtf8 } from 'node:buffer';
import { usualLongestLine } from '../../readers/row';
import type { ByteSink } from './scannedRecord';

/** A line and its bytes; see ScannedRecord for the offsets. */
export interface ScannedLine {
  readonly line: number;
  readonly text: string;
  /** What ends it; empty at the end of a file. */
  readonly ending: '\n' | '\r\n' | '\r' | '';
  readonly start: number;
  readonly end: number;
  readonly next: number;
  /** Its bytes, where they are no UTF-8; null: they are. */
  readonly malformed: Buffer | null;
  /** Only the line's beginning is in `text`. */
  readonly isTooLong: boolean;
}

const [lineFeed, carriageReturn] = [10, 13];

/** A character has at most three bytes per UTF-16 code unit: longer than this, a line is too long in any case. */
const mostBytes = 3 * usualLongestLine;

/** What is kept of a line that is too long: enough to show where it is. */
const headBytes = 1_024;

/** Lines that end with \n, \r\n or \r, as editors count them; `see` gets each one. */
export function scanLines(see: (line: ScannedLine) => void): ByteSink {
  let line = 1;
  /** Bytes of the line at hand from earlier chunks. */
  let carry: Buffer[] = [];
  let carried = 0;
  /** Bytes of the line at hand that were not kept. */
  let dropped = 0;
  /** Offset in the file at which the chunk begins. */
  let base = 0;
  /** A line that ended with the last byte of a chunk, \r: a \n may follow. */
  let waiting: ScannedLine | null = null;

  const make = (
    bytes: Buffer,
    from: number,
    to: number,
    ending: ScannedLine['ending'],
    isPlain: boolean,
    isValid: boolean,
  ): ScannedLine => {
    const start = base + from - carried - dropped;
    const end = base + to;
    const next = end + ending.length;
    if (carried === 0 && dropped === 0 && to - from <= usualLongestLine) {
      const isGood = isPlain || isValid || isUtf8(bytes.subarray(from, to));
      return {
        line,
        // note: the quickest way for what is ASCII.
        text: isPlain ? bytes.toString('latin1', from, to) : bytes.toString('utf8', from, to),
        ending,
        start,
        end,
        next,
        malformed: isGood ? null : bytes.subarray(from, to),
        isTooLong: false,
      };
    }
    const place = { line, ending, start, end, next };
    const whole = Buffer.concat([...carry, bytes.subarray(from, to)]);
    carry = [];
    carried = 0;
    const all = whole.length + dropped;
    dropped = 0;
    const text = all > mostBytes ? '' : whole.toString();
    if (all > mostBytes || text.length > usualLongestLine) {
      const head = whole.toString('utf8', 0, headBytes);
      return { ...place, text: head, malformed: null, isTooLong: true };
    }
    const malformed = isUtf8(whole) ? null : whole;
    return { ...place, text, malformed, isTooLong: false };
  };

  return {
    push(bytes) {
      if (bytes.length === 0) return;
      let from = 0;
      if (waiting !== null) {
        // The \n of a \r\n that a chunk's end cut in two.
        const isPair = bytes[0] === lineFeed;
        see(isPair ? { ...waiting, ending: '\r\n', next: waiting.next + 1 } : waiting);
        waiting = null;
        if (isPair) from = 1;
      }
      const isPlain = isAscii(bytes);
      const hasReturns = bytes.includes(carriageReturn);
      let feed = bytes.indexOf(lineFeed, from);
      let back = hasReturns ? bytes.indexOf(carriageReturn, from) : -1;
      // What a chunk's ends cut is looked at by itself, once it is whole.
      const first = feed < 0 || (back >= 0 && back < feed) ? back : feed;
      const last = Math.max(
        bytes.lastIndexOf(lineFeed),
        hasReturns ? bytes.lastIndexOf(carriageReturn) : -1,
      );
      const isValid = isPlain || isUtf8(bytes.subarray(carried > 0 ? first + 1 : 0, last + 1));
      while (feed >= 0 || back >= 0) {
        const isReturn = back >= 0 && (feed < 0 || back < feed);
        const at = isReturn ? back : feed;
        const isPair = isReturn && feed === at + 1;
        const after = isPair ? at + 2 : at + 1;
        const ending = isPair ? '\r\n' : isReturn ? '\r' : '\n';
        const made = make(bytes, from, at, ending, isPlain, isValid);
        line += 1;
        from = after;
        if (isReturn && after === bytes.length && !isPair) waiting = made;
        else see(made);
        if (feed >= 0 && feed < after) feed = bytes.indexOf(lineFeed, after);
        if (back >= 0 && back < after) back = bytes.indexOf(carriageReturn, after);
      }
      const rest = bytes.length - from;
      if (rest > 0 && carried + rest <= mostBytes && dropped === 0) {
        carry.push(Buffer.from(bytes.subarray(from)));
        carried += rest;
      } else if (rest > 0) {
        carry = [Buffer.concat(carry).subarray(0, headBytes)];
        const kept = carry[0]?.length ?? 0;
        dropped += carried + rest - kept;
        carried = kept;
      }
      base += bytes.length;
    },
    end() {
      if (waiting !== null) see(waiting);
      waiting = null;
      if (carried > 0 || dropped > 0) see(make(Buffer.alloc(0), 0, 0, '', false, false));
    },
  };
}
