/** Amounts that add up to this near to 1 or 100 are shares or percentages that were rounded. */
const rounding = 0.005;

/**
 * Amounts as shares of 1: shares, percentages, or whole numbers, which count people. Null where they add up to neither 1 nor
 * 100 and are no counts: then some share is missing or mistyped.
 * @param amounts above 0
 */
export function proportions(amounts: readonly number[]): readonly number[] | null {
  const sum = sumOf(amounts);
  if (!Number.isFinite(sum)) return null;
  const areShares = [1, 100].some((whole) => Math.abs(sum / whole - 1) <= rounding);
  // note: whole numbers below 100 in sum are percentages of which one is missing.
  const areCounts = sum > 100 && amounts.every(Number.isInteger);
  return areShares || areCounts ? amounts.map((amount) => amount / sum) : null;
}

/** What is wrong with amounts that are no proportions, and what to do about it. */
export function proportionsProblem(amounts: readonly number[]): readonly [string, string] {
  const sum = Number(sumOf(amounts).toPrecision(4));
  if (!Number.isFinite(sum))
    return ['These shares are too large.', 'Write shares of 1, such as 0.51.'];
  return [
    `These shares add up to ${sum}.`,
    'Let them add up to 1 (or to 100, as percentages), or write counts of people: whole numbers that add up to more than 100.',
  ];
}

function sumOf(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}
