import { GrowingUint32 } from '../../duplicates/growingArrays';
import type { RelatedPlace } from '../../../protocol/lint';
import type { LintedRow } from '../rule';

/** Where rows stand, by the order in which they were noted: eight bytes a row. */
export class RowPlaces {
  readonly #rows = new GrowingUint32();
  readonly #lines = new GrowingUint32();

  /** @returns the number of the note, from 0 */
  note({ row, line }: Pick<LintedRow, 'row' | 'line'>): number {
    this.#rows.push(row);
    this.#lines.push(line);
    return this.#rows.length - 1;
  }

  get length(): number {
    return this.#rows.length;
  }

  row(item: number): number {
    return this.#rows.at(item);
  }

  related(item: number, path: string, message: string): RelatedPlace {
    return { path, line: this.#lines.at(item), message };
  }
}
