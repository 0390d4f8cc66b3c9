import { stat } from 'node:fs/promises';
import { UserError } from '../../protocol/errors';
import type { ColumnFacts } from '../../protocol/datasetPage';
import type { DataSource } from '../../protocol/runConfig';
import { openScan, scanFile, type FileScan } from '../lint/scan/openScan';
import { isUnplaced } from '../lint/scan/scanUnplaced';
import type { TextRow } from '../lint/scan/textRow';
import { detectSchema } from '../schemas/detectSchema';
import type { DetectedSchema, SchemaChoice } from '../schemas/schema';
import { ColumnStatistics } from './columnStatistics';
import type { IndexedFile } from './readRowsAt';
import { RowIndex } from './rowIndex';

/** Rows that tell the schema. */
const schemaRows = 1_000;

/** What one reading of a file tells: where its rows begin, the figures of its columns, its first rows. Grows as it goes on. */
export class DatasetReading {
  readonly index = new RowIndex();
  readonly statistics = new ColumnStatistics();
  private sample: TextRow[] = [];
  private isUnplaced = false;
  /** Why reading ended before the end of a file whose rows are no text of their own, such as Parquet. */
  brokenOff: string | null = null;
  /** Null until it is open. */
  file: IndexedFile | null = null;
  bytes = 0;
  /** Share that has been read, 0 to 1; 1: all figures are final. */
  done = 0;

  constructor(private readonly source: DataSource) {}

  /** Reads the file from its first to its last row. @throws UserError when it cannot be opened */
  async read(signal: AbortSignal, onProgress: () => void): Promise<void> {
    const { source, index } = this;
    const scan = await openScan(source);
    this.bytes = (await stat(source.path)).size;
    if (scan.type !== 'rows') throw unreadable(source.path, scan);
    this.isUnplaced = isUnplaced(scan.layout);
    await scanFile(source, scan, (text) => this.see(text), {
      signal,
      begin: (begun) => {
        const columns = (): readonly string[] => {
          const syntax = begun.syntax();
          return syntax.type === 'table' ? syntax.columns : [];
        };
        // note: a table's columns are known only once its first rows have come.
        this.file = {
          ...{ source, scan, index },
          get columns() {
            return columns();
          },
        };
      },
      onProgress: (done) => {
        this.done = done * 0.999;
        onProgress();
      },
    });
    this.done = 1;
    if (index.rows === 0 && this.brokenOff !== null)
      throw new UserError(this.brokenOff, { place: { file: source.path } });
  }

  columns(): readonly string[] {
    const ofTable = this.file?.columns ?? [];
    return ofTable.length > 0 ? ofTable : this.statistics.names();
  }

  /** Figures of all columns; a table has columns before it has rows. */
  columnFacts(): readonly ColumnFacts[] {
    const facts = this.statistics.facts((this.file?.columns.length ?? 0) > 0);
    if (facts.length > 0) return facts;
    const none = { type: 'empty', filled: 0, distinct: 0, histogram: null };
    return this.columns().map((name) => ({ name, ...none }));
  }

  /** The schema of the rows read so far. */
  schema(choice: SchemaChoice): DetectedSchema {
    const known = this.sample.flatMap(({ values }) => (values === null ? [] : [{ values }]));
    const isWhole = this.done === 1 && this.index.rows === this.sample.length;
    return detectSchema(known, choice, isWhole ? 'all' : 'first');
  }

  private see(text: TextRow): void {
    const { row, record, values, problems } = text;
    if (row === null) {
      if (this.isUnplaced) this.brokenOff ??= problems[0]?.message ?? null;
      return;
    }
    this.index.see({ row, line: record.line, start: record.start });
    if (values !== null) this.statistics.see(values);
    if (this.sample.length < schemaRows) this.sample.push(text);
  }
}

function unreadable(file: string, scan: Exclude<FileScan, { type: 'rows' }>): UserError {
  return scan.type === 'empty'
    ? new UserError('The file is empty.', { place: { file }, next: 'Add rows to it.' })
    : new UserError(`This is ${scan.what} and not text.`, {
        place: { file },
        next: 'Unpack or convert it.',
      });
}
