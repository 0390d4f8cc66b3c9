import { deleteRow, type Fix } from '../fix';
import { malformedProblem } from './malformedText';
import { scanLines, type ScannedLine } from './scanLines';
import { noProblems, type ByteSink, type Problem, type SeeRecord } from './scannedRecord';
import { formatCount } from '../../../protocol/formatNumber';

/** Records of a file with one row per line: JSONL and plain text. */
export function scanTextLines(see: SeeRecord): ByteSink {
  return scanLines((scanned) => {
    const problems = lineProblems(scanned);
    see({
      line: scanned.line,
      column: 1,
      raw: scanned.text,
      start: scanned.start,
      end: scanned.end,
      next: scanned.next,
      kind: isBlankLine(scanned.text) ? 'blank' : 'row',
      cells: null,
      problems,
      isReadable: problems.length === 0,
    });
  });
}

/** What is wrong with a line whatever it holds. */
export function lineProblems({
  text,
  malformed,
  isTooLong,
  start,
  end,
}: ScannedLine): readonly Problem[] {
  if (malformed === null && !isTooLong) return noProblems;
  if (malformed !== null) return [malformedProblem(malformed)];
  return [tooLongProblem(text, end - start)];
}

/** The same for a record that spans lines: the first thing that is wrong, at its place in the whole record. */
export function problemsOf(lines: readonly ScannedLine[]): readonly Problem[] {
  let offset = 0;
  for (const line of lines) {
    const [problem] = lineProblems(line);
    if (problem !== undefined) return [shifted(problem, offset)];
    offset += line.text.length + line.ending.length;
  }
  return noProblems;
}

function shifted(problem: Problem, by: number): Problem {
  const { fixes } = problem;
  const moved = (fix: Fix): Fix =>
    fix.type === 'edit-text' ? { ...fix, start: fix.start + by, end: fix.end + by } : fix;
  return {
    ...problem,
    start: problem.start + by,
    end: problem.end + by,
    ...(fixes === undefined ? {} : { fixes: () => fixes().map(moved) }),
  };
}

export function tooLongProblem(head: string, bytes: number): Problem {
  return {
    rule: 'L-FMT-01',
    start: 0,
    end: head.length,
    message: `This row has ${formatCount(bytes)} bytes; one over 16 million characters is refused. Check that rows end where they should.`,
    fixes: () => [deleteRow],
  };
}

export function isBlankLine(text: string): boolean {
  if (text.length === 0) return true;
  // note: most lines begin with what is no white space, and then nothing is searched.
  const first = text.charCodeAt(0);
  return (first <= 32 || first > 126) && text.length < 1_000 && text.trim() === '';
}
