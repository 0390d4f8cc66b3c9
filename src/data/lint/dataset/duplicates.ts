import { deleteRow } from '../fix';
import { GrowingUint32 } from '../../duplicates/growingArrays';
import { HashIndex } from '../../duplicates/hashIndex';
import type { Part } from '../../schemas/schema';
import type { RelatedPlace } from '../../../protocol/lint';
import type { DatasetRule, ReportRow } from '../rule';
import { normalisedKey, rawKey, wholeRow } from './rowKeys';
import { RowPlaces } from './rowPlaces';
import { formatCount } from '../../../protocol/formatNumber';

/** L-DUP-01 and -02: rows that are equal, or equal but for case, whitespace and Unicode form. */
export const duplicateRule: DatasetRule = {
  ids: ['L-DUP-01', 'L-DUP-02'],
  applies: () => true,
  begin: (context) => {
    const rows = new SeenRows();
    const places = new RowPlaces();
    const [copies, kept, isExact] = [new GrowingUint32(), new GrowingUint32(), new GrowingUint32()];
    return {
      see(row) {
        const parts = wholeRow(context.schema, row);
        if (parts.length === 0) return;
        const item = places.note(row);
        const seen = rows.add(parts);
        if (seen === null) return;
        copies.push(item);
        kept.push(seen.first);
        isExact.push(seen.isExact ? 1 : 0);
      },
      finish(report) {
        for (let copy = 0; copy < copies.length; copy += 1) {
          const first = kept.at(copy);
          reportCopy(report, {
            row: places.row(copies.at(copy)),
            keptRow: places.row(first),
            kept: places.related(first, context.path, keptWords),
            isExact: isExact.at(copy) === 1,
          });
        }
      },
    };
  },
};

/** Which rows were seen before; rows count from 0 in the order they are added. */
export class SeenRows {
  readonly #raw = new HashIndex();
  readonly #normalised = new HashIndex();
  /** By number of the raw key, the number of its normalised one. */
  readonly #normalisedOf = new GrowingUint32();
  /** By number of the normalised key, the first row that has it. */
  readonly #first = new GrowingUint32();
  #rows = 0;

  /** @returns the first row equal to this one but for case and whitespace, and whether one is equal in all; or null */
  add(parts: readonly Part[]): { readonly first: number; readonly isExact: boolean } | null {
    const row = this.#rows;
    this.#rows += 1;
    const raw = this.#raw.add(rawKey(parts));
    if (raw >= 0) return { first: this.#first.at(this.#normalisedOf.at(raw)), isExact: true };
    const normalised = this.#normalised.add(normalisedKey(parts));
    this.#normalisedOf.push(normalised >= 0 ? normalised : this.#first.length);
    if (normalised >= 0) return { first: this.#first.at(normalised), isExact: false };
    this.#first.push(row);
    return null;
  }
}

/** What is said of the first of equal rows. */
export const keptWords = 'the row to keep';

/** Reports a row that stands in the file before, as `kept`. */
export function reportCopy(
  report: ReportRow,
  copy: {
    readonly row: number;
    readonly keptRow: number;
    readonly kept: RelatedPlace;
    readonly isExact: boolean;
  },
): void {
  const first = formatCount(copy.keptRow);
  report(copy.isExact ? 'L-DUP-01' : 'L-DUP-02', copy.row, {
    at: { path: [] },
    message: copy.isExact
      ? `This row stands in the file already, as row ${first}: it counts twice in training. Delete this one.`
      : `But for case and whitespace this is row ${first}: it counts twice in training. Delete this one.`,
    related: [copy.kept],
    fixes: () => [deleteRow],
  });
}
