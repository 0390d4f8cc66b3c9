import { formatCount } from '../../../protocol/formatNumber';
import { columnOf } from '../../schemas/partsOf';
import type { Change, Fix } from '../fix';
import type { LongRow } from './lengthFixes';
import { fits } from './rowTokens';

/** Makes several rows of a list of words with tags, between entities. Every list of the row with as many elements is split. */
export function splitTags({ values, schema, counter }: LongRow): Fix | null {
  const [words, path] = columnOf(schema, values, 'tokens');
  const [tags] = columnOf(schema, values, 'tags');
  const mask = counter.mask(values);
  if (!Array.isArray(words) || !Array.isArray(tags) || mask === null) return null;
  if (tags.length !== words.length || path.length !== 1) return null;
  if (!tags.every((tag) => typeof tag === 'string')) return null;
  const lists = Object.entries(values).flatMap(([key, value]) =>
    Array.isArray(value) && value.length === words.length
      ? [{ key, value: value as unknown[] }]
      : [],
  );
  const pieceOf = (from: number, to: number): Readonly<Record<string, unknown>> => ({
    ...values,
    ...Object.fromEntries(lists.map(({ key, value }) => [key, value.slice(from, to)])),
  });
  /** How many tokens the words before a position have. */
  const before = new Int32Array(words.length + 1);
  for (const { field } of mask.tokens) {
    const word = field?.path.at(-1);
    if (typeof word === 'number' && word < words.length)
      before[word + 1] = (before[word + 1] ?? 0) + 1;
  }
  for (let at = 1; at <= words.length; at += 1)
    before[at] = (before[at] ?? 0) + (before[at - 1] ?? 0);
  const room = counter.maxLength - (mask.tokens.length - (before[words.length] ?? 0));
  const isBetween = (at: number): boolean =>
    at === words.length || /^(?:O$|[BSU][-_])/.test(tags[at] ?? '');
  const bounds = [0];
  for (let from = 0; from < words.length;) {
    let to = words.length;
    while (to > from && (before[to] ?? 0) - (before[from] ?? 0) > room) to -= 1;
    while (to > from && !(isBetween(to) && fits(counter, pieceOf(from, to)))) to -= 1;
    if (to === from) return null;
    bounds.push(to);
    from = to;
  }
  if (bounds.length < 3) return null;
  const rows = bounds.slice(1).map((to, index): Change => {
    const from = bounds[index] ?? 0;
    const others = words.flatMap((_, at) => (at < from || at >= to ? [at] : []));
    const changes = lists.flatMap(({ key }) =>
      others.map((at): Change => ({ type: 'remove-value', path: [key, at] })),
    );
    return { type: 'all', changes };
  });
  const most = formatCount(counter.maxLength);
  const title = `Split into ${formatCount(rows.length)} rows of at most ${most} tokens, between entities`;
  return { type: 'split-row', rows, title };
}
