import type { TokenFigures } from '../../../protocol/lint';
import type { DetectedSchema } from '../../schemas/schema';
import { fileChecker } from '../fileChecker';
import { foundInFile, foundInRow } from '../found';
import type { Found, Placing } from '../found';
import type { LaterFinding } from '../laterFindings';
import { scanRows } from '../scan/scanRows';
import { isUnplaced } from '../scan/scanUnplaced';
import type { RowScan } from '../scan/scanRows';
import type { TextRow } from '../scan/textRow';
import { suppressing } from '../suppressions';
import { layoutOfDocument } from './prepareDocument';
import type { DocumentRequest } from './rowLint';

/** Lets others have their turn; throws when the work is no longer wanted. */
export type Pause = () => Promise<void>;

export interface LintedLines {
  readonly rows: number;
  readonly schema: DetectedSchema | null;
  readonly found: readonly Found[];
  /** Findings that were let stand. */
  readonly suppressed: number;
  readonly tokens: TokenFigures | null;
}

/** Characters between two pauses: some milliseconds of work. */
const portionCharacters = 262_144;

/**
 * Checks the lines of an open document as a file is checked, in portions. The lines must stay as they are until the end: when
 * they change, `pause` is to throw.
 */
export async function lintLines(
  lines: readonly string[],
  request: DocumentRequest,
  pause: Pause,
): Promise<LintedLines> {
  const layout = layoutOfDocument(lines, request.source);
  if (layout === null || isUnplaced(layout))
    return { rows: 0, schema: null, found: [], suppressed: 0, tokens: null };
  const found: Found[] = [];
  const kept = suppressing({ ...request, onFinding: (each: Found) => found.push(each) });
  const checker = fileChecker(kept.request);
  const scan = scanRows(layout, request.source, checker.see);
  checker.begin(scan);
  await pushAll(lines, scan, pause);
  const { rows, schema, placing, later, tokens } = checker.end();
  await pause();
  if (later.length > 0) {
    const place = placeLater(later, placing, kept.request.onFinding);
    await pushAll(lines, scanRows(layout, request.source, place), pause);
  }
  found.sort((a, b) => a.finding.line - b.finding.line || a.finding.column - b.finding.column);
  return { rows, schema, found, suppressed: kept.count(), tokens };
}

async function pushAll(lines: readonly string[], scan: RowScan, pause: Pause): Promise<void> {
  let from = 0;
  let characters = 0;
  for (let at = 0; at < lines.length; at += 1) {
    characters += (lines[at]?.length ?? 0) + 1;
    const isLast = at === lines.length - 1;
    if (characters < portionCharacters && !isLast) continue;
    const text = lines.slice(from, at + 1).join('\n');
    scan.push(Buffer.from(isLast ? text : `${text}\n`));
    from = at + 1;
    characters = 0;
    await pause();
  }
  scan.end();
}

/** Findings that needed all rows get their places when their rows come by again. */
function placeLater(
  later: readonly LaterFinding[],
  placing: Placing,
  onFinding: (found: Found) => void,
): (text: TextRow) => void {
  const byRow = new Map<number, LaterFinding[]>();
  for (const each of later) {
    const { rule, row, finding } = each;
    if (row === null) {
      onFinding(foundInFile(rule, finding, placing.settings));
      continue;
    }
    const known = byRow.get(row);
    if (known === undefined) byRow.set(row, [each]);
    else known.push(each);
  }
  return (text) => {
    const own = text.row === null ? undefined : byRow.get(text.row);
    for (const { rule, finding } of own ?? []) onFinding(foundInRow(rule, finding, text, placing));
  };
}
