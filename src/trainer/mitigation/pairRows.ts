import type { LabelledExamples } from '../../data/loadDatasets';
import { countOf, formatPercent } from '../../protocol/formatNumber';
import type { LogitPairingConfig } from '../../protocol/mitigationConfig';
import { nothingToSwap } from './augmentRows';
import { counterfactualTexts, type CounterfactualRequest } from './counterfactualTexts';

/**
 * The swap of each training row for logit pairing; null for rows that cannot be swapped.
 * @returns null when the work was not wanted any more
 * @throws UserError when no row can be swapped
 */
export async function pairRows(
  { path, texts }: LabelledExamples,
  { axes }: LogitPairingConfig,
  request: Omit<CounterfactualRequest, 'axes'>,
): Promise<{ readonly pairs: readonly (string | null)[]; readonly note: string } | null> {
  const pairs = await counterfactualTexts(texts, { ...request, axes });
  if (pairs === null) return null;
  const count = pairs.filter((text) => text !== null).length;
  if (count === 0) throw nothingToSwap(path, axes, 'mitigation.logitPairing.axes');
  const what = `${countOf(count, 'row')} (${formatPercent(count / texts.length)})`;
  return { pairs, note: `Pairs ${what} with the same text, ${axes.join(', ')} swapped.` };
}
