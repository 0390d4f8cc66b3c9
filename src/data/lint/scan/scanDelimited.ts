import { usualLongestLine } from '../../readers/row';
import { unclosedQuote } from './unclosedQuote';
import { scanLines, type ScannedLine } from './scanLines';
import type { ByteSink, Problem, SeeRecord } from './scannedRecord';
import { isBlankLine, lineProblems, problemsOf } from './scanTextLines';
import { closingQuote, splitCells } from './splitCells';

/** A record whose quote is open, and its lines so far. */
interface OpenRecord {
  readonly lines: ScannedLine[];
  raw: string;
}

/**
 * Records of a delimited file. A quote that never closes would take the rest of the file with it: then its record ends
 * with its line, and reading goes on at the next. The same where the quote that closes it, lines below, is none: text follows
 * it, or the record then has a wrong number of cells, while its first line by itself has the right one.
 */
export function scanDelimited(delimiter: string, see: SeeRecord): ByteSink {
  let open: OpenRecord | null = null;
  let expected: number | null = null;

  const emit = (
    lines: readonly ScannedLine[],
    raw: string,
    cells: readonly string[] | null,
    more: readonly Problem[],
  ): void => {
    const [first] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return;
    const ofLines = lines.length === 1 ? lineProblems(first) : problemsOf(lines);
    const problems = more.length === 0 ? ofLines : [...ofLines, ...more];
    const isBlank = lines.length === 1 && isBlankLine(raw);
    if (!isBlank && cells !== null && problems.length === 0) expected ??= cells.length;
    see({
      ...{ line: first.line, column: 1, raw, start: first.start, end: last.end, next: last.next },
      ...{ kind: isBlank ? 'blank' : 'row', cells, problems, isReadable: problems.length === 0 },
    });
  };
  /** Takes a line; true when the record it begins or goes on with is to be given up: its quote never closes. */
  const take = (line: ScannedLine): boolean => {
    if (open === null) {
      if (!line.text.includes('"') || line.isTooLong) {
        emit([line], line.text, line.isTooLong ? null : line.text.split(delimiter), []);
        return false;
      }
      const { cells, openQuote } = splitCells(line.text, delimiter);
      if (openQuote === null) emit([line], line.text, cells.map(textOf), []);
      else open = { lines: [line], raw: line.text };
      return false;
    }
    open.raw += `${open.lines.at(-1)?.ending ?? ''}${line.text}`;
    open.lines.push(line);
    if (open.raw.length > usualLongestLine || line.isTooLong) return true;
    if (closingQuote(line.text, 0) < 0) return false;
    const { cells, openQuote } = splitCells(open.raw, delimiter);
    if (openQuote !== null) return false;
    const [first] = open.lines;
    const isWrong = expected !== null && cells.length !== expected;
    const isOpen = cells.some(({ text, isQuoted }) => !isQuoted && /[\r\n]/.test(text));
    if (isOpen || (isWrong && first?.text.split(delimiter).length === expected)) return true;
    emit(open.lines, open.raw, cells.map(textOf), []);
    open = null;
    return false;
  };
  const giveUp = (): readonly ScannedLine[] => {
    const [first, ...others] = open?.lines ?? [];
    open = null;
    if (first !== undefined)
      emit([first], first.text, null, [unclosedQuote(first.text, delimiter, expected)]);
    return others;
  };
  const takeAll = (lines: ScannedLine[]): void => {
    // note: lines that were given back may be given up again; each time at least one is done with.
    const waiting = lines.reverse();
    for (let line = waiting.pop(); line !== undefined; line = waiting.pop())
      if (take(line)) waiting.push(...[...giveUp()].reverse());
  };
  const lines = scanLines((line) => {
    takeAll([line]);
  });
  return {
    push: (bytes) => {
      lines.push(bytes);
    },
    end() {
      lines.end();
      while (open !== null) takeAll([...giveUp()]);
    },
  };
}

function textOf({ text }: { readonly text: string }): string {
  return text;
}
