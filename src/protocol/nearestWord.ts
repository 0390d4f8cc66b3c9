/** The word probably meant by a mistyped one: begun alike, else nearest by edits; null when none is near. */
export function nearestWord(word: string, words: readonly string[]): string | null {
  const start = plainWord(word);
  const begun = words.find((candidate) => plainWord(candidate).startsWith(start));
  if (begun !== undefined && start.length > 1) return begun;
  return nearestBy(word, words, (candidate) => candidate);
}

/** The candidate whose name is nearest by edits; null when none is near enough for its length. */
export function nearestBy<T>(
  word: string,
  candidates: readonly T[],
  nameOf: (candidate: T) => string,
): T | null {
  const name = plainWord(word);
  let best: T | null = null;
  let bestDistance = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(name, plainWord(nameOf(candidate)));
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  const allowed = name.length <= 1 ? 0 : name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3;
  return bestDistance <= allowed ? best : null;
}

/** Case, hyphens and underscores make no difference between words. */
export function plainWord(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 3) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      let cost = Math.min(substitution, (last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (beforeLast[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? Infinity;
}
