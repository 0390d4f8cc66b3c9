/**
 * Preparing a program for one more shape takes about as long as training on this many tokens, measured on
 * encoders of 6 and 12 layers.
 */
const tokensPerShape = 1_000;

export interface LengthChoice {
  /** Longest row of every batch that will run, with how often it will. */
  readonly batchLengths: ReadonlyMap<number, number>;
  readonly rowsPerBatch: number;
  /** Every batch must fit, also those of later epochs. */
  readonly longest: number;
  readonly mostShapes: number;
}

/**
 * The lengths batches are padded to: the set that costs fewest tokens, counting both padding and the preparation
 * of each shape. Ascending; the last is `longest`.
 */
export function choosePaddedLengths(choice: LengthChoice): number[] {
  const { batchLengths, rowsPerBatch, longest, mostShapes } = choice;
  const lengths = [...new Set([...batchLengths.keys(), longest])].sort((a, b) => a - b);
  const countUpTo = [0];
  for (const length of lengths) {
    countUpTo.push((countUpTo.at(-1) ?? 0) + (batchLengths.get(length) ?? 0));
  }
  const costOf = (from: number, to: number): number =>
    tokensPerShape +
    ((countUpTo[to + 1] ?? 0) - (countUpTo[from] ?? 0)) * (lengths[to] ?? 0) * rowsPerBatch;

  // best[to]: cheapest way to cover lengths 0..to with the shapes used so far, and where its last shape begins.
  let best = lengths.map((_, to) => ({ cost: costOf(0, to), edges: [to] }));
  let answer = best[lengths.length - 1];
  for (let shapes = 2; shapes <= mostShapes; shapes++) {
    const before = best;
    best = lengths.map((_, to) => {
      let cheapest = before[to] ?? { cost: Infinity, edges: [] };
      for (let from = 1; from <= to; from++) {
        const rest = before[from - 1];
        const cost = (rest?.cost ?? Infinity) + costOf(from, to);
        if (rest && cost < cheapest.cost) cheapest = { cost, edges: [...rest.edges, to] };
      }
      return cheapest;
    });
    const candidate = best[lengths.length - 1];
    if (candidate === answer) break;
    answer = candidate;
  }
  return (answer?.edges ?? []).map((edge) => lengths[edge] ?? longest);
}

/** The smallest of `paddedLengths` that holds `length` tokens. */
export function paddedLength(length: number, paddedLengths: readonly number[]): number {
  const fitting = paddedLengths.find((candidate) => candidate >= length);
  if (fitting === undefined) throw new Error(`No shape holds ${length} tokens.`);
  return fitting;
}
