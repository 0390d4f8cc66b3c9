import type { Pace } from './pace';

/** Rare statistics are drawn up to so many times the asked number, so that their p-values survive the adjustment for many tests. */
const usualTimes = 5;
/** Exceedances after which a p-value is known well enough (Besag and Clifford 1991). */
const enoughExceedances = 10;

export interface PermutationNull {
  /** The probability of as large a value, or larger, when there is no difference. */
  readonly pValue: number;
  /** The value that 95 % of the permutations do not exceed; NaN where it is undefined. */
  readonly usual: number;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Several statistics under the same random permutations, each against its observed value; larger is more disparate.
 * p = (exceedances + 1) / (permutations + 1), so that it is never 0 and never too small (Phipson and Smyth 2010). Undefined values (NaN)
 * of a permutation count as exceedances.
 * @param draw fills in the statistics of one more permutation
 */
export async function permutationTest(
  observed: ArrayLike<number>,
  draw: (statistics: Float64Array) => void,
  {
    permutations,
    most = permutations * usualTimes,
    pace,
  }: {
    readonly permutations: number;
    /** Where fewer than ten exceed, so many are drawn. */
    readonly most?: number;
    readonly pace: Pace;
  },
): Promise<PermutationNull[]> {
  const statistics = new Float64Array(observed.length);
  const tallies = Array.from(observed, (value) => new Tally(value, { permutations, most }));
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    draw(statistics);
    for (const [index, tally] of tallies.entries()) {
      const value = statistics[index] ?? NaN;
      tally.values[permutation] = value;
      tally.see(value);
    }
    if (pace.isDue()) await pace.rest();
  }
  let open = [...tallies.entries()].filter(([, tally]) => tally.isOpen());
  while (open.length > 0) {
    draw(statistics);
    for (const [index, tally] of open) tally.see(statistics[index] ?? NaN);
    open = open.filter(([, tally]) => tally.isOpen());
    if (pace.isDue()) await pace.rest();
  }
  return tallies.map((tally) => ({ pValue: tally.pValue(), ...summary(tally.values) }));
}

/** How often permutations reached one observed value. */
class Tally {
  readonly values: Float64Array;
  #drawn = 0;
  #exceedances = 0;

  constructor(
    private readonly observed: number,
    private readonly sizes: { readonly permutations: number; readonly most: number },
  ) {
    this.values = new Float64Array(sizes.permutations);
  }

  see(value: number): void {
    this.#drawn += 1;
    // Values that differ by rounding alone count as equal, and undefined ones against the observed.
    if (!(value < this.observed - 1e-12)) this.#exceedances += 1;
  }

  /** Whether more permutations would tell more; those of an undefined value would not. */
  isOpen(): boolean {
    return (
      !Number.isNaN(this.observed) &&
      this.#exceedances < enoughExceedances &&
      this.#drawn < this.sizes.most
    );
  }

  pValue(): number {
    return (this.#exceedances + 1) / (this.#drawn + 1);
  }
}

function summary(values: Float64Array): Omit<PermutationNull, 'pValue'> {
  let [sum, squares] = [0, 0];
  for (const value of values) sum += value;
  const mean = sum / values.length;
  for (const value of values) squares += (value - mean) ** 2;
  // note: NaN sorts last, so that undefined values count as the largest.
  const ascending = values.sort();
  return {
    usual: ascending[Math.ceil(0.95 * values.length) - 1] ?? NaN,
    mean,
    deviation: Math.sqrt(squares / (values.length - 1)),
  };
}
