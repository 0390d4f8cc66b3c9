import type { Pace } from './pace';
import { enoughExceedances, plusOne } from './sampledPValue';
import type { SampledPValue } from './sampledPValue';

/** Rare statistics are drawn up to so many times the asked number, so that their p-values survive the adjustment for many tests. */
const usualTimes = 5;

/** `pValue`: the probability of as large a value, or larger, when there is no difference. */
export interface PermutationNull extends SampledPValue {
  /** The value that 95 % of the permutations do not exceed; NaN where it is undefined. */
  readonly usual: number;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * Fills in the statistics of one more permutation.
 * @param wanted places of those that are asked for; it is the same array until there are fewer
 */
export type DrawStatistics = (statistics: Float64Array, wanted: readonly number[]) => void;

/**
 * Several statistics under the same random permutations, each against its observed value; larger is more disparate.
 * p = (exceedances + 1) / (permutations + 1). Undefined values (NaN) of a permutation count as exceedances. Where fewer than
 * twenty exceed, five times as many are drawn.
 */
export async function permutationTest(
  observed: ArrayLike<number>,
  draw: DrawStatistics,
  options: { readonly permutations: number; readonly pace: Pace },
): Promise<PermutationNull[]> {
  const nulls = await startPermutations(observed, draw, options);
  await nulls[0]?.drawTo(options.permutations * usualTimes);
  return nulls;
}

/** The same, but no more than the asked number is drawn, until somebody asks one of them for more: all of them share the draws. */
export async function startPermutations(
  observed: ArrayLike<number>,
  draw: DrawStatistics,
  { permutations, pace }: { readonly permutations: number; readonly pace: Pace },
): Promise<PermutationNull[]> {
  const statistics = new Float64Array(observed.length);
  const kept = Array.from(observed, () => new Float64Array(permutations));
  const tallies = Array.from(observed, (value) => new Tally(value));
  const all = [...tallies.keys()];
  for (let permutation = 0; permutation < permutations; permutation += 1) {
    draw(statistics, all);
    for (let index = 0; index < all.length; index += 1) {
      const value = statistics[index] ?? NaN;
      const values = kept[index];
      if (values !== undefined) values[permutation] = value;
      tallies[index]?.see(value);
    }
    if (pace.isDue()) await pace.rest();
  }
  const drawTo = furtherDraws(tallies, draw, { drawn: permutations, pace });
  return tallies.map((tally, index) => new Null(tally, kept[index] ?? statistics, drawTo));
}

function furtherDraws(
  tallies: readonly Tally[],
  draw: DrawStatistics,
  { drawn, pace }: { drawn: number; readonly pace: Pace },
): (draws: number) => Promise<void> {
  const stillOpen = (): number[] => [...tallies.keys()].filter((index) => tallies[index]?.isOpen);
  const statistics = new Float64Array(tallies.length);
  let open = stillOpen();
  // note: what is drawn from may be large; it is let go of as soon as nothing is open.
  let drawMore = open.length === 0 ? null : draw;
  return async (draws) => {
    for (; drawMore !== null && drawn < draws; drawn += 1) {
      drawMore(statistics, open);
      let closed = false;
      for (const index of open) {
        const tally = tallies[index];
        tally?.see(statistics[index] ?? NaN);
        closed ||= tally?.isOpen !== true;
      }
      if (closed) open = stillOpen();
      if (open.length === 0) drawMore = null;
      if (pace.isDue()) await pace.rest();
    }
  };
}

/** How often permutations reached one observed value. */
class Tally {
  #drawn = 0;
  #exceedances = 0;
  readonly #least: number;

  constructor(observed: number) {
    // Values that differ by rounding alone count as equal.
    this.#least = observed - 1e-12;
  }

  see(value: number): void {
    this.#drawn += 1;
    // Undefined values count against the observed one.
    if (!(value < this.#least)) this.#exceedances += 1;
  }

  /** note: more permutations of an undefined value would tell nothing. */
  get isOpen(): boolean {
    return this.#exceedances < enoughExceedances && !Number.isNaN(this.#least);
  }

  get pValue(): number {
    return plusOne(this.#exceedances, this.#drawn);
  }
}

class Null implements PermutationNull {
  readonly usual: number;
  readonly mean: number;
  readonly deviation: number;

  constructor(
    private readonly tally: Tally,
    values: Float64Array,
    readonly drawTo: (draws: number) => Promise<void>,
  ) {
    let [sum, squares] = [0, 0];
    for (const value of values) sum += value;
    this.mean = sum / values.length;
    for (const value of values) squares += (value - this.mean) ** 2;
    this.deviation = Math.sqrt(squares / (values.length - 1));
    // note: NaN sorts last, so that undefined values count as the largest.
    this.usual = values.sort()[Math.ceil(0.95 * values.length) - 1] ?? NaN;
  }

  get pValue(): number {
    return this.tally.pValue;
  }

  get isOpen(): boolean {
    return this.tally.isOpen;
  }
}
