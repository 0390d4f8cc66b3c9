import type { TokenFigures } from '../../protocol/lint';
import type { DetectedSchema } from '../schemas/schema';
import { hearSignals } from '../breakable';
import { fileChecker } from './fileChecker';
import { foundInFile, foundInRow, type Found, type Placing } from './found';
import type { Fix } from './fix';
import type { LaterFinding } from './laterFindings';
import type { LintRequest } from './lintRequest';
import type { RuleFinding } from './rule';
import { suppressing } from './suppressions';
import { openScan, scanFile, type FileScan } from './scan/openScan';
import type { TextRow } from './scan/textRow';

/** What is said of a file beside its findings. */
export interface LintedFile {
  readonly path: string;
  readonly rows: number;
  /** Of these, rows that could not be read. */
  readonly unread: number;
  /** Findings that were let stand. */
  readonly suppressed: number;
  /** Null: there was no row to tell it from. */
  readonly schema: DetectedSchema | null;
  /** Null: they were not to be counted, or no model is known. */
  readonly tokens: TokenFigures | null;
}

/**
 * Checks a file: reads it once, and a second time only where findings that needed all rows are to be placed. Memory is that
 * of a row, unless rules that need all rows are asked for.
 * @throws UserError when the file cannot be opened; whatever it holds is a finding
 */
export async function lintFile(given: LintRequest): Promise<LintedFile> {
  const seen = { findings: 0 };
  const { request, count } = suppressing({
    ...given,
    onFinding: (found: Found) => {
      seen.findings += 1;
      given.onFinding(found);
    },
  });
  const { source, signal, onFinding } = request;
  const { path } = source;
  const scan = await openScan(source);
  for (const found of foundInEncoding(scan, request)) onFinding(found);
  if (scan.type !== 'rows')
    return { path, rows: 0, unread: 0, suppressed: count(), schema: null, tokens: null };
  const checker = fileChecker(request);
  // note: whether there will be a second reading shows at the end of the first.
  const share = checker.needsAllRows ? 0.6 : 1;
  const onProgress = (done: number): void => request.onProgress?.(done * share);
  await scanFile(source, scan, checker.see, { begin: checker.begin, signal, onProgress });
  await hearSignals();
  signal?.throwIfAborted();
  const { rows, unread, schema, placing, later, tokens } = checker.end();
  await placeLater(request, scan, placing, later);
  if (rows === 0 && seen.findings === 0)
    for (const found of foundWithoutRows(request)) onFinding(found);
  request.onProgress?.(1);
  return { path, rows, unread, suppressed: count(), schema, tokens };
}

/** A list or table that is well written and empty. */
function foundWithoutRows({ settings }: LintRequest): readonly Found[] {
  if (!settings.rules.has('L-FMT-01')) return [];
  const message = 'The file has no rows: there is nothing to train on.';
  return [foundInFile('L-FMT-01', { at: { path: [] }, message }, settings)];
}

/** What is wrong with a file before its first row. */
function foundInEncoding(scan: FileScan, { settings }: LintRequest): readonly Found[] {
  const report = (
    rule: 'L-FMT-01' | 'L-FMT-03',
    message: string,
    more: Pick<RuleFinding, 'severity' | 'fixes'> = {},
  ): Found[] => {
    if (!settings.rules.has(rule)) return [];
    return [foundInFile(rule, { at: { path: [] }, message, ...more }, settings)];
  };
  // Saving as UTF-8 mends it, which is no change of a row: mendFile does it, and editors on their own.
  const fixes = (): readonly Fix[] => [];
  switch (scan.type) {
    case 'empty':
      return report('L-FMT-01', 'The file is empty: there is nothing to train on.');
    case 'binary':
      return report('L-FMT-03', `This is ${scan.what} and not text: unpack or convert it.`);
    case 'rows': {
      const { encoding, mark } = scan.encoding;
      if (encoding !== 'utf-8') {
        const name = encoding.toUpperCase();
        return report('L-FMT-03', `The file is ${name}: most readers expect UTF-8 and fail.`, {
          fixes,
        });
      }
      if (mark === 0) return [];
      const message = 'The file begins with a byte order mark: some readers take it for text.';
      return report('L-FMT-03', message, { severity: 'warning', fixes });
    }
  }
}

/** Reads the file again, as far as the last row that has a finding, to place findings that needed all rows. */
export async function placeLater(
  request: LintRequest,
  scan: Extract<FileScan, { type: 'rows' }>,
  placing: Placing,
  later: readonly LaterFinding[],
): Promise<void> {
  const byRow = new Map<number, LaterFinding[]>();
  for (const each of later) {
    const { rule, row, finding } = each;
    if (row === null) request.onFinding(foundInFile(rule, finding, placing.settings));
    else byRow.set(row, [...(byRow.get(row) ?? []), each]);
  }
  if (byRow.size === 0) return;
  const { signal } = request;
  const onProgress = (done: number): void => request.onProgress?.(0.6 + 0.4 * done);
  const see = (text: TextRow): void => {
    const findings = text.row === null ? undefined : byRow.get(text.row);
    for (const { rule, finding } of findings ?? [])
      request.onFinding(foundInRow(rule, finding, text, placing));
  };
  await scanFile(request.source, scan, see, { signal, onProgress });
}
