const plainText = /^[\x20-\x7e]*$/;

/**
 * A text without the differences that carry no meaning for a duplicate: Unicode NFKC, case folded, runs of whitespace as one
 * space, none at the ends.
 */
export function normalise(text: string): string {
  const folded = plainText.test(text) ? text.toLowerCase() : foldCase(text);
  return folded.replace(/\s+/g, ' ').trim();
}

/**
 * NFKC with case folded as Unicode's toCasefold does. Lower case of upper case folds all letters right but ẞ and ς, which follow
 * it, dotless ı, whose upper case is I, and Cherokee, which folds to upper case.
 */
function foldCase(text: string): string {
  const folded = text
    .normalize('NFKC')
    .replace(/[^ı\u13a0-\u13ff\uab70-\uabbf]+/g, (part) => part.toUpperCase().toLowerCase())
    .replaceAll('ς', 'σ')
    .replaceAll('ß', 'ss')
    .replace(/[\u13f8-\u13fd\uab70-\uabbf]/g, (letter) => letter.toUpperCase());
  return folded.normalize('NFKC');
}
