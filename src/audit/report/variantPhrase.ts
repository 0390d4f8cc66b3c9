/**
 * A variant in words, for reports that people read: `one-against-rest:yes/max-min` reads `"yes", largest minus smallest`. No two variants
 * of one metric read alike. What is named by the user, such as a functionality, stays as it is.
 */
export function variantPhrase(variant: string): string {
  const known = fixedWords[variant];
  if (known !== undefined) return known;
  const [rest, ways] = waysOf(variant);
  const template = /^([a-z-]+):(label|total-variation|one-against-rest:.*)$/s.exec(rest);
  const isOfAxis = template !== null && template[1] !== 'one-against-rest';
  const subject = isOfAxis
    ? `${template[1] ?? ''}, ${subjectWords(template[2] ?? '')}`
    : subjectWords(rest);
  return [subject, ...ways].filter((each) => each !== '').join(', ');
}

/** Words with the id behind them, by which the figure is found in the JSON form. */
export function variantWithId(variant: string): string {
  const words = variantPhrase(variant);
  return words === variant ? variant : `${words} (${variant})`;
}

const fixedWords: Readonly<Partial<Record<string, string>>> = {
  mean: 'mean of all tokens',
  cls: 'first token',
  terms: 'by words in the text',
  column: 'by a column',
  'all-functionalities': 'all functionalities',
};

function subjectWords(subject: string): string {
  switch (subject) {
    case 'label':
      return 'the likeliest label';
    case 'total-variation':
      return 'probabilities of all labels';
    case 'all-labels':
      return 'all labels';
    default:
      break;
  }
  const named = /^(?:one-against-rest|(?:terms|column), (label|word)):(.*)$/s.exec(subject);
  if (named === null) return subject;
  return `${named[1] === 'word' ? 'the word ' : ''}"${named[2] ?? ''}"`;
}

const waysInWords: Readonly<Partial<Record<string, string>>> = {
  'max-min': 'largest minus smallest',
  'min-max': 'smallest over largest',
  'worst-case': 'the worse of both rates',
  mean: 'mean of both rates',
  '15-equal-mass': '15 bins of as many rows each',
};

/** note: read from the end, since a label may hold a slash. */
function waysOf(variant: string): [string, string[]] {
  let rest = variant;
  const ways: string[] = [];
  for (;;) {
    const at = rest.lastIndexOf('/');
    const way = at < 0 ? undefined : wayWords(rest.slice(at + 1));
    if (way === undefined) return [rest, ways];
    ways.unshift(way);
    rest = rest.slice(0, at);
  }
}

function wayWords(way: string): string | undefined {
  const fewest = /^groups-of-(\d+)$/.exec(way)?.[1];
  return fewest === undefined ? waysInWords[way] : `groups of ${fewest} rows or more`;
}
