import type { DataSource } from '../../../protocol/runConfig';
import { detectSchema } from '../../schemas/detectSchema';
import type { DetectedSchema } from '../../schemas/schema';
import { looksLikeHeader } from '../../readers/header';
import { layoutOf, type FileLayout } from '../../readers/format';
import { headerSample } from '../../readers/tableRows';
import type { LintRequest } from '../lintRequest';
import type { RowSyntax } from '../place/rowText';
import { scanRows } from '../scan/scanRows';
import { isUnplaced } from '../scan/scanUnplaced';
import type { TextRow } from '../scan/textRow';
import type { DocumentScan } from './scanDocument';

/** What the first rows of a document say about all of them. */
export interface PreparedDocument {
  readonly scan: DocumentScan;
  readonly schema: DetectedSchema;
}

/** Rows that tell the schema, as for a file. */
const [sampleRows, sampleCharacters] = [1_000, 8_000_000];
const headCharacters = 65_536;

/** Null: nothing but white space, a format that is not recognised, or one whose rows do not stand in the text as they are. */
export function prepareDocument(
  lines: readonly string[],
  { source, choice }: Pick<LintRequest, 'source' | 'choice'>,
): PreparedDocument | null {
  const layout = layoutOfDocument(lines, source);
  if (layout === null || isUnplaced(layout)) return null;
  const sample: TextRow[] = [];
  let characters = 0;
  const scan = scanRows(layout, source, (text) => {
    sample.push(text);
    characters += text.record.raw.length;
  });
  for (let at = 0; at < lines.length; at += 1) {
    if (sample.length >= sampleRows || characters >= sampleCharacters) break;
    scan.push(Buffer.from((lines[at] ?? '') + (at < lines.length - 1 ? '\n' : '')));
    if (at === lines.length - 1) scan.end();
  }
  const cells = sample.flatMap(({ record }) =>
    record.kind === 'row' && record.cells !== null ? [record.cells] : [],
  );
  const header = source.header ?? looksLikeHeader(cells.slice(0, headerSample), source.columns);
  const syntax = scan.syntax();
  const rows = sample
    .slice(0, sampleRows)
    .flatMap(({ values }) => (values === null ? [] : [{ values }]));
  return {
    scan: {
      layout,
      table: { header, columns: source.columns },
      columns: syntax.type === 'table' ? syntax.columns : [],
    },
    schema: detectSchema(rows, choice),
  };
}

/** How the rows of a document are written. */
export function syntaxOfDocument({ scan }: PreparedDocument): RowSyntax {
  const { layout, columns } = scan;
  const { format, delimiter, spreadLine } = layout;
  if (format === 'csv' || format === 'tsv') return { type: 'table', format, delimiter, columns };
  return format === 'text' ? { type: 'line' } : { type: 'json', spreadLine };
}

/** What a document's first lines say of its format; null: there is none that is recognised. */
export function layoutOfDocument(
  lines: readonly string[],
  { path, format }: DataSource,
): FileLayout | null {
  const head = firstCharacters(lines);
  return /\S/.test(head) ? layoutOf(path, head, format) : null;
}

/** The beginning of a document: as much as tells its format. */
function firstCharacters(lines: readonly string[]): string {
  let text = '';
  for (const line of lines) {
    text += `${line.slice(0, headCharacters)}\n`;
    if (text.length >= headCharacters) break;
  }
  return text;
}
