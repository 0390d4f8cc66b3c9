import { detectSchema } from '../schemas/detectSchema';
import { partsOf } from '../schemas/partsOf';
import type { DetectedSchema } from '../schemas/schema';
import type { Placing } from './found';
import { ReadRow, type RowReading } from './lintedRow';
import type { LintRequest } from './lintRequest';
import type { LintContext, LintedRow } from './rule';
import { rowStringsReader } from './rowStrings';
import type { RowScan } from './scan/scanRows';
import type { TextRow } from './scan/textRow';

/** Takes the rows of a file as they are scanned. */
export interface RowTaker {
  readonly begin: (scan: RowScan) => void;
  readonly see: (text: TextRow) => void;
  /** The file has ended: its schema is settled now at the latest. */
  readonly end: () => SampledFile;
}

export interface SampledFile {
  readonly rows: number;
  readonly schema: DetectedSchema;
  readonly placing: Placing;
}

/** Gets a row's text, and its values where they could be read. */
export type LookAtRow = (text: TextRow, row: LintedRow | null) => void;

/** Rows that tell the schema of a file, and the characters after which fewer have to do. */
const [sampleRows, sampleCharacters] = [1_000, 8_000_000];

/**
 * Holds the first rows of a file back until they tell its schema; `settle` then says what is to be done with every row, from
 * the first on.
 */
export function schemaSampler(
  request: Omit<LintRequest, 'onFinding'>,
  settle: (context: LintContext, placing: Placing) => LookAtRow,
): RowTaker {
  const strings = rowStringsReader();
  let sample: TextRow[] = [];
  let characters = 0;
  let rows = 0;
  let scan: RowScan | null = null;
  let settled: {
    readonly file: Omit<SampledFile, 'rows'>;
    readonly look: (text: TextRow) => void;
  } | null = null;

  const settleNow = (): NonNullable<typeof settled> => {
    const known = sample.flatMap(({ values }) => (values === null ? [] : [{ values }]));
    request.onSample?.(known.map(({ values }) => values));
    const schema = detectSchema(known, request.choice);
    const syntax = scan?.syntax() ?? { type: 'line' };
    const placing = { path: request.source.path, syntax, settings: request.settings };
    const reading: RowReading = { schema, parts: partsOf, strings };
    const lookAt = settle(contextOf(request, schema), placing);
    const look = (text: TextRow): void => {
      lookAt(text, lintedRow(text, reading));
    };
    settled = { file: { schema, placing }, look };
    for (const text of sample) look(text);
    sample = [];
    return settled;
  };
  return {
    begin(given) {
      scan = given;
    },
    see(text) {
      if (text.row !== null) rows = text.row;
      if (settled !== null) {
        settled.look(text);
        return;
      }
      sample.push(text);
      characters += text.record.raw.length;
      if (sample.length >= sampleRows || characters >= sampleCharacters) settleNow();
    },
    end() {
      const { file } = settled ?? settleNow();
      return { rows, ...file };
    },
  };
}

function lintedRow({ row, record, values }: TextRow, reading: RowReading): LintedRow | null {
  return row === null || values === null ? null : new ReadRow(row, record.line, values, reading);
}

/** What rules are told of a file, once its schema is known. */
export function contextOf(
  request: Omit<LintRequest, 'onFinding'>,
  schema: DetectedSchema,
): LintContext {
  const { source, thresholds, declaredLabels, shuffles, probabilities } = request;
  const tokens = request.tokens?.(schema) ?? null;
  return {
    ...{ path: source.path, schema, thresholds, declaredLabels, shuffles, tokens },
    probabilities: probabilities ?? null,
  };
}
