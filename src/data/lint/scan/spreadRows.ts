import type { Problem } from './scannedRecord';
import type { TextRow } from './textRow';

/** L-FMT-01 about a whole file, said once at the first row that should stand on one line, and does not. */
const problem: Problem = {
  rule: 'L-FMT-01',
  start: 0,
  end: 1,
  message:
    'This is JSON over several lines, but JSONL has one row a line: readers stop here. Name the file .json, or write each row on one line: a recipe with it as "input" and "format": "json" does.',
};

/** The first such row of a file, with what is wrong with all of them. */
export function withSpreadProblem(first: TextRow): TextRow {
  return { ...first, problems: [problem, ...first.problems] };
}
