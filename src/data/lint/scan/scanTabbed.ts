import { mostCharacters, mostLines, quotedCells } from '../../readers/tabRecords';
import { scanLines, type ScannedLine } from './scanLines';
import type { ByteSink, SeeRecord } from './scannedRecord';
import { isBlankLine, lineProblems, problemsOf } from './scanTextLines';
import { splitCells, type Cell } from './splitCells';

interface OpenRecord {
  readonly lines: ScannedLine[];
  raw: string;
}

/** Records of a tab-separated file, whose quotes count only where they work out; see readTabRecords. */
export function scanTabbed(see: SeeRecord): ByteSink {
  let open: OpenRecord | null = null;
  let expected: number | null = null;

  const emit = (lines: readonly ScannedLine[], raw: string, cells: readonly string[]): void => {
    const [first] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return;
    const problems = lines.length === 1 ? lineProblems(first) : problemsOf(lines);
    const isBlank = lines.length === 1 && isBlankLine(raw);
    see({
      ...{ line: first.line, column: 1, raw, start: first.start, end: last.end, next: last.next },
      ...{ kind: isBlank ? 'blank' : 'row', cells, problems, isReadable: problems.length === 0 },
    });
  };
  const takeLiterally = (): void => {
    for (const line of open?.lines ?? []) emit([line], line.text, line.text.split('\t'));
    open = null;
  };
  const take = (line: ScannedLine): void => {
    const { text } = line;
    if (open !== null) {
      open.raw += `${open.lines.at(-1)?.ending ?? ''}${text}`;
      open.lines.push(line);
      const cells = text.includes('"') ? quotedCells(open.raw) : null;
      if (cells !== null) {
        emit(open.lines, open.raw, cells);
        open = null;
      } else if (open.lines.length > mostLines || open.raw.length > mostCharacters) takeLiterally();
      return;
    }
    const literal = text.split('\t');
    const mayBeQuoted = text.startsWith('"') || text.includes('\t"');
    const quoted = mayBeQuoted && !line.isTooLong ? quotedCells(text) : literal;
    if (quoted === null && expected !== null && literal.length < expected) {
      open = { lines: [line], raw: text };
      return;
    }
    const cells = quoted ?? literal;
    if (text !== '' && !line.isTooLong) expected ??= cells.length;
    emit([line], text, cells);
  };
  const lines = scanLines(take);
  return {
    push: (bytes) => {
      lines.push(bytes);
    },
    end() {
      lines.end();
      takeLiterally();
    },
  };
}

/** The cells of one such record with their places. */
export function splitTabbed(raw: string): readonly Cell[] {
  if (raw.includes('"') && quotedCells(raw) !== null) return splitCells(raw, '\t').cells;
  let start = 0;
  return raw.split('\t').map((text) => {
    const cell = { text, start, end: start + text.length, isQuoted: false };
    start = cell.end + 1;
    return cell;
  });
}
