import { GrowingUint32 } from '../../duplicates/growingArrays';
import { HashIndex } from '../../duplicates/hashIndex';

/** Rows by a key; rows count from 0 in the order they are added. About 35 bytes a row. */
export class EqualRows {
  readonly #keys = new HashIndex();
  /** By number of the key: its last row plus one. */
  readonly #last = new GrowingUint32();
  /** By row: the row before it with the same key plus one; 0: none. */
  readonly #before = new GrowingUint32();

  add(key: string): void {
    const known = this.#keys.add(key);
    this.#before.push(known < 0 ? 0 : this.#last.at(known));
    if (known < 0) this.#last.push(this.#before.length);
    else this.#last.set(known, this.#before.length);
  }

  /** All rows with the key, the last first. */
  *equalTo(key: string): Generator<number> {
    const known = this.#keys.find(key);
    if (known < 0) return;
    for (let next = this.#last.at(known); next > 0; next = this.#before.at(next - 1))
      yield next - 1;
  }
}
