/** A p-value from random draws, of which more can be made. */
export interface SampledPValue {
  /** From the draws made so far; never 0. */
  readonly pValue: number;
  /** Whether more draws would tell more. */
  readonly isOpen: boolean;
  /** Draws until there are so many in all, or nothing is open any more. */
  readonly drawTo: (draws: number) => Promise<void>;
}

/** Exceedances after which a p-value is known well enough (Besag and Clifford 1991). */
export const enoughExceedances = 20;

/** Never 0 and never too small (Phipson and Smyth 2010). */
export function plusOne(exceedances: number, draws: number): number {
  return (exceedances + 1) / (draws + 1);
}
