import { BlockedUint32 } from '../../data/duplicates/growingArrays';

/** Rows that must stay together, joined pair by pair (union-find): four bytes a row. */
export class Together {
  private readonly parents = new BlockedUint32();

  get count(): number {
    return this.parents.length;
  }

  /** A row that stands alone so far. */
  add(): void {
    this.parents.push(this.parents.length);
  }

  /** Lets go of all. */
  forget(): void {
    this.parents.forget();
  }

  join(a: number, b: number): void {
    const [first, second] = [this.rootOf(a), this.rootOf(b)];
    this.parents.set(Math.max(first, second), Math.min(first, second));
  }

  /** The first of the rows that stay with this one. */
  rootOf(row: number): number {
    let root = row;
    while (this.parents.at(root) !== root) {
      // Halving the path keeps later questions short.
      this.parents.set(root, this.parents.at(this.parents.at(root)));
      root = this.parents.at(root);
    }
    return root;
  }
}
