import type { ShownRow } from '../../protocol/datasetPage';

/** Rows asked for at once. */
const blockSize = 100;

/** Blocks kept: some screens up and down. */
const mostBlocks = 60;

/** The rows of a view that the host has sent, by block; a new version empties it. */
export class RowCache {
  private version = -1;
  private readonly blocks = new Map<number, readonly ShownRow[]>();
  private readonly asked = new Set<number>();

  constructor(private readonly ask: (version: number, at: number, count: number) => void) {}

  /** Forgets rows of other versions. */
  use(version: number): void {
    if (version === this.version) return;
    this.version = version;
    this.blocks.clear();
    this.asked.clear();
  }

  add(version: number, at: number, rows: readonly ShownRow[]): void {
    if (version !== this.version) return;
    const block = Math.floor(at / blockSize);
    this.asked.delete(block);
    this.blocks.delete(block);
    this.blocks.set(block, rows);
    const [oldest] = this.blocks.keys();
    if (this.blocks.size > mostBlocks && oldest !== undefined) this.blocks.delete(oldest);
  }

  /** The row at a place of the view; undefined while it is on its way. `total` rows are known to be there. */
  at(place: number, total: number): ShownRow | undefined {
    const block = Math.floor(place / blockSize);
    const rows = this.blocks.get(block);
    const wanted = Math.min(blockSize, total - block * blockSize);
    // note: while a file is read, its last block grows.
    if ((rows?.length ?? 0) < wanted && !this.asked.has(block)) {
      this.asked.add(block);
      this.ask(this.version, block * blockSize, blockSize);
    }
    return rows?.[place - block * blockSize];
  }
}
