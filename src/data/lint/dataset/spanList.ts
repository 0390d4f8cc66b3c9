import { GrowingUint32 } from '../../duplicates/growingArrays';
import type { ValuePath } from '../../schemas/schema';
import type { Span } from '../rule';

/** Places in rows, 16 bytes each: kept while it is open whether they are findings. */
export class SpanList {
  readonly #rows = new GrowingUint32();
  readonly #paths = new GrowingUint32();
  readonly #starts = new GrowingUint32();
  /** 0: all of the value. */
  readonly #ends = new GrowingUint32();
  readonly #knownPaths: ValuePath[] = [];
  readonly #pathNumbers = new Map<string, number>();

  add(row: number, path: ValuePath, start = 0, end = 0): void {
    this.#rows.push(row);
    this.#paths.push(this.#numberOf(path));
    this.#starts.push(start);
    this.#ends.push(end);
  }

  get length(): number {
    return this.#rows.length;
  }

  *[Symbol.iterator](): Generator<{ readonly row: number; readonly at: Span }> {
    for (let item = 0; item < this.length; item += 1) {
      const path = this.#knownPaths[this.#paths.at(item)] ?? [];
      const end = this.#ends.at(item);
      const at = end === 0 ? { path } : { path, start: this.#starts.at(item), end };
      yield { row: this.#rows.at(item), at };
    }
  }

  /** Rows repeat few different paths. */
  #numberOf(path: ValuePath): number {
    const key = path.join('\u0000');
    const known = this.#pathNumbers.get(key);
    if (known !== undefined) return known;
    this.#pathNumbers.set(key, this.#knownPaths.length);
    this.#knownPaths.push(path);
    return this.#knownPaths.length - 1;
  }
}
