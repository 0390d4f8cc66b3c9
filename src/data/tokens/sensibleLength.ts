/** Kernels and memory come in steps of eight. */
const step = 8;

/**
 * The smallest maxLength worth writing that holds a row of so many tokens, or as much of it as the model reads.
 * @param mostTokens tokens the model reads at most; null: nobody says
 */
export function sensibleLength(tokens: number, mostTokens: number | null): number {
  const rounded = Math.ceil(tokens / step) * step;
  return mostTokens === null ? rounded : Math.min(rounded, mostTokens);
}
