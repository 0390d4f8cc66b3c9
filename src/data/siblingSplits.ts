import path from 'node:path';

const trainWord = /(^|[._-])(train|training)(?=[._-])/i;
const splitWords = {
  validation: ['validation', 'valid', 'val', 'dev'],
  test: ['test', 'eval'],
} as const;

/**
 * Files beside a training file that bear its name with another split: `a.train.jsonl` finds
 * `a.validation.jsonl` and `a.test.jsonl`.
 */
export function siblingSplits(
  file: string,
  names: readonly string[],
): { readonly validation: string | null; readonly test: string | null } {
  const name = path.basename(file);
  const find = (words: readonly string[]): string | null => {
    if (!trainWord.test(name)) return null;
    const wanted = words.map((word) => name.replace(trainWord, `$1${word}`).toLowerCase());
    const found = wanted
      .map((candidate) => names.find((other) => other.toLowerCase() === candidate))
      .find((candidate) => candidate !== undefined);
    return found === undefined ? null : path.join(path.dirname(file), found);
  };
  return { validation: find(splitWords.validation), test: find(splitWords.test) };
}

/** `emotions` from `emotions.train.jsonl`; the name that a config for this file suggests itself. */
export function nameFromData(file: string): string {
  const name = path.basename(file, path.extname(file)).replace(/[._-](train|training)$/i, '');
  return name === '' ? 'model' : name;
}
