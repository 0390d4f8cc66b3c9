import { formatCount } from '../../protocol/formatNumber';

/** Names in a sentence: the rest is counted. */
const mostListed = 8;

/** `a, b, c`; of many the first, and how many more there are. */
export function listed(names: readonly string[]): string {
  const left = names.length - mostListed;
  const more = left > 0 ? `, and ${formatCount(left)} more` : '';
  return `${names.slice(0, mostListed).join(', ')}${more}`;
}
