import { sensibleLength } from '../../data/tokens/sensibleLength';
import { formatCount } from '../../protocol/formatNumber';
import { shortestPath } from '../terminal/shortestPath';
import type { HowChecked } from './lintSink';

/**
 * What to write for maxLength, so that nothing is cut off the rows that are too long.
 * @param longest tokens of the longest of them; 0: there is none
 */
export function adviseLength(
  longest: number,
  { config, lengths }: Pick<HowChecked, 'config' | 'lengths'>,
): string | null {
  if (lengths === null || longest <= lengths.maxLength) return null;
  const { maxLength, mostTokens } = lengths;
  const wanted = sensibleLength(longest, mostTokens);
  const write =
    config === null
      ? `--max-length ${wanted}`
      : `"training.maxLength": ${wanted} in ${shortestPath(config)}`;
  const row = `The longest row has ${formatCount(longest)} tokens`;
  if (mostTokens === null || longest <= mostTokens)
    return `${row}: ${write} holds all, and takes more time and memory.`;
  const reads = `${row}, and the model reads at most ${formatCount(mostTokens)}`;
  return maxLength < mostTokens
    ? `${reads}: ${write} cuts off least.`
    : `${reads}: shorten or split.`;
}
