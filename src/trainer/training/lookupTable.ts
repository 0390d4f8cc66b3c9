import type { Span } from '../models/model';
import type { OptimizerKernels } from './kernels/optimizerKernels';
import { blockBytes, type MemoryBlock } from './memoryBlock';
import type { StoreLimits } from './parameterStore';
import type { UpdateFactors } from './adamW';

/** Steps that rows can lag behind before all of them are caught up. */
const longestLag = 1_024;
const factorsPerStep = 3;

/**
 * A table of which a batch touches few rows (the word embedding: half of a small model's parameters, 1 % of its
 * rows). Its gradient is kept as one sum per touched row. A row without a gradient still decays and moves by its
 * moments; it is caught up when it is next looked up, with the arithmetic of the dense update, so the bits agree.
 */
export class LookupTable {
  readonly span: Span;
  readonly values: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  private readonly kernels: OptimizerKernels;
  private readonly columns: number;
  private readonly rows: Float32Array;
  private readonly rowGradients: Float32Array;
  private readonly ids: Int32Array;
  private readonly sums: Float32Array;
  /** For every row its place in `sums`, from 1; 0: none. */
  private readonly slots: Int32Array;
  /** The rows that have a place in `sums`. */
  private readonly used: Int32Array;
  private usedCount = 0;
  /** Two numbers a row: how many of the lagging steps it has made, and whether it has moments. */
  private readonly state: Int32Array;
  private readonly factors: Float32Array;
  private lag = 0;

  constructor(span: Span, block: MemoryBlock, limits: StoreLimits) {
    const { rowCount, columns, indices, distinct } = dimensions(span, limits);
    this.span = span;
    this.columns = columns;
    this.kernels = block.kernels;
    this.values = block.floats(rowCount * columns);
    this.firstMoment = block.floats(rowCount * columns);
    this.secondMoment = block.floats(rowCount * columns);
    this.rows = block.floats(indices * columns);
    this.rowGradients = block.floats(indices * columns);
    this.ids = block.ints(indices);
    this.sums = block.floats(distinct * columns);
    this.slots = block.ints(rowCount);
    this.used = block.ints(distinct);
    this.state = block.ints(rowCount * 2);
    this.factors = block.floats(longestLag * factorsPerStep);
  }

  static bytes(span: Span, limits: StoreLimits): number {
    const { rowCount, columns, indices, distinct } = dimensions(span, limits);
    const floats = [rowCount, rowCount, rowCount, indices, indices, distinct];
    const arrays = [...floats.map((rows) => rows * columns), indices, rowCount, distinct];
    return [...arrays, rowCount * 2, longestLag * factorsPerStep]
      .map(blockBytes)
      .reduce((a, b) => a + b);
  }

  /** Where the program reads the rows of `count` indices; the same object is best kept per shape. */
  rowsView(count: number): Float32Array {
    return this.rows.subarray(0, count * this.columns);
  }

  /** Where the program writes the gradient of those rows. */
  gradientView(count: number): Float32Array {
    return this.rowGradients.subarray(0, count * this.columns);
  }

  /** Copies the rows that `indices` choose to where the program reads them. */
  gather(indices: Int32Array): void {
    const rowCount = this.span.shape[0] ?? 0;
    if (!indices.every((id) => id >= 0 && id < rowCount)) {
      throw new Error(`${this.span.name} has ${rowCount} rows; an index lies outside.`);
    }
    this.ids.set(indices);
    this.catchUp(this.ids.byteOffset, indices.length);
    this.kernels.gatherRows(
      this.values.byteOffset,
      this.ids.byteOffset,
      this.rows.byteOffset,
      indices.length,
      this.columns * 4,
    );
  }

  /** Adds the gradient rows of the last gather to the step's sums, in the order of the batch. */
  addGradientRows(count: number): void {
    this.usedCount = this.kernels.sumRows(
      this.rowGradients.byteOffset,
      this.ids.byteOffset,
      count,
      this.columns,
      this.slots.byteOffset,
      this.used.byteOffset,
      this.sums.byteOffset,
      this.usedCount,
    );
  }

  /** Squared L2 norm of the step's gradient; not finite when any number is not. */
  squaredNorm(): number {
    return this.kernels.squaredNorm(this.sums.byteOffset, this.usedCount * this.columns);
  }

  /** One AdamW step of the whole table; touched rows now, the others when they are next needed. */
  update({ scale, keep, rate, correction }: UpdateFactors): void {
    if (this.lag === longestLag) this.settle();
    this.factors.set([keep, rate, correction], this.lag * factorsPerStep);
    this.kernels.adamWRows(
      this.values.byteOffset,
      this.firstMoment.byteOffset,
      this.secondMoment.byteOffset,
      this.sums.byteOffset,
      this.used.byteOffset,
      this.usedCount,
      this.columns,
      this.slots.byteOffset,
      this.state.byteOffset,
      this.lag,
      scale,
      keep,
      rate,
      correction,
    );
    this.usedCount = 0;
    this.lag += 1;
  }

  /** Forgets the step's gradient. */
  discardGradient(): void {
    for (const id of this.used.subarray(0, this.usedCount)) this.slots[id] = 0;
    this.usedCount = 0;
  }

  /** Brings every row up to date: before the table is read as a whole. */
  settle(): void {
    this.catchUp(0, this.span.shape[0] ?? 0);
    this.lag = 0;
    for (let at = 0; at < this.state.length; at += 2) this.state[at] = 0;
  }

  /** Of a settled table. */
  valuesAreFinite(): boolean {
    return Number.isFinite(this.kernels.squaredNorm(this.values.byteOffset, this.values.length));
  }

  /** Looks which rows have moments: after they were filled from outside. */
  momentsWereFilled(): void {
    const { columns } = this;
    for (let row = 0; row * columns < this.values.length; row++) {
      const moments = [this.firstMoment, this.secondMoment];
      const isMoving = moments.some((moment) =>
        moment.subarray(row * columns, (row + 1) * columns).some((value) => value !== 0),
      );
      this.state[row * 2 + 1] = isMoving ? 1 : 0;
    }
  }

  private catchUp(ids: number, count: number): void {
    this.kernels.catchUpRows(
      this.values.byteOffset,
      this.firstMoment.byteOffset,
      this.secondMoment.byteOffset,
      ids,
      count,
      this.columns * 4,
      this.state.byteOffset,
      this.factors.byteOffset,
      this.lag,
    );
  }
}

function dimensions(
  { name, shape }: Span,
  { indices, accumulation }: StoreLimits,
): { rowCount: number; columns: number; indices: number; distinct: number } {
  const [rowCount = 0, columns = 0] = shape;
  if (shape.length !== 2 || columns % 4 !== 0) {
    throw new Error(`The lookup table ${name} needs a multiple of four columns.`);
  }
  return { rowCount, columns, indices, distinct: Math.min(rowCount, indices * accumulation) };
}
