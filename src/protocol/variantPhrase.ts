/**
 * A variant in words, for reports that people read: `one-against-rest:yes/max-min` reads `"yes", largest minus smallest`. No two variants
 * of one metric read alike. What is named by the user, such as a functionality, stays as it is.
 */
export function variantPhrase(variant: string): string {
  const { axis, subject, ways } = variantParts(variant);
  return [axis ?? '', subject, ...ways].filter((each) => each !== '').join(', ');
}

/** What a variant says, part by part. */
export interface VariantParts {
  /** The axis of a suite of templates; null for none. */
  readonly axis: string | null;
  /** What is counted, in words: `"yes"`, `the likeliest label`; empty for nothing to say. */
  readonly subject: string;
  /** The label or the word that it is about, as it stands in the data; null for none. */
  readonly name: string | null;
  /** How it is counted, in words. */
  readonly ways: readonly string[];
}

export function variantParts(variant: string): VariantParts {
  const known = fixedWords.get(variant);
  if (known !== undefined) return { axis: null, subject: '', name: null, ways: [known] };
  const [rest, ways] = waysOf(variant);
  const template = /^([a-z-]+):(label|total-variation|one-against-rest:.*)$/s.exec(rest);
  const axis = template?.[1] === 'one-against-rest' ? null : (template?.[1] ?? null);
  const counted = axis === null ? rest : (template?.[2] ?? '');
  return { axis, ways, ...subjectOf(counted) };
}

/** Words with the id behind them, by which the figure is found in the JSON form. */
export function variantWithId(variant: string): string {
  const words = variantPhrase(variant);
  return words === variant ? variant : `${words} (${variant})`;
}

/** note: maps, since a functionality may be called "constructor". */
const fixedWords: ReadonlyMap<string, string> = new Map([
  ['mean', 'mean of all tokens'],
  ['cls', 'first token'],
  ['terms', 'by words in the text'],
  ['column', 'by a column'],
  ['all-functionalities', 'all functionalities'],
]);

const subjectWords: ReadonlyMap<string, string> = new Map([
  ['label', 'the likeliest label'],
  ['total-variation', 'probabilities of all labels'],
  ['all-labels', 'all labels'],
]);

function subjectOf(subject: string): Pick<VariantParts, 'subject' | 'name'> {
  const named = /^(?:one-against-rest|(?:terms|column), (label|word)):(.*)$/s.exec(subject);
  if (named === null) return { subject: subjectWords.get(subject) ?? subject, name: null };
  const [, kind, name = ''] = named;
  return { subject: `${kind === 'word' ? 'the word ' : ''}"${name}"`, name };
}

const wayWords: ReadonlyMap<string, string> = new Map([
  ['max-min', 'largest minus smallest'],
  ['min-max', 'smallest over largest'],
  ['worst-case', 'the worse of both rates'],
  ['mean', 'mean of both rates'],
  ['15-equal-mass', '15 bins of as many rows each'],
]);

/** note: read from the end, since a label may hold a slash. */
function waysOf(variant: string): [string, string[]] {
  let rest = variant;
  const ways: string[] = [];
  for (;;) {
    const at = rest.lastIndexOf('/');
    const way = at < 0 ? undefined : wayOf(rest.slice(at + 1));
    if (way === undefined) return [rest, ways];
    ways.unshift(way);
    rest = rest.slice(0, at);
  }
}

function wayOf(way: string): string | undefined {
  const fewest = /^groups-of-(\d+)$/.exec(way)?.[1];
  return fewest === undefined ? wayWords.get(way) : `groups of ${fewest} rows or more`;
}
