const [quote, backslash, comma, colon] = [34, 92, 44, 58];
const [openBracket, closeBracket, openBrace, closeBrace] = [91, 93, 123, 125];

/** A key with its value in an object's text, or an element in a list's (then without a key). Ends are behind the last character. */
export interface Member {
  readonly key: { readonly start: number; readonly end: number } | null;
  readonly start: number;
  readonly end: number;
}

/** Index of the first character from `at` on that is no white space. */
export function skipSpace(raw: string, at: number): number {
  let index = at;
  while (index < raw.length && raw.charCodeAt(index) <= 32) index += 1;
  return index;
}

/** Behind the string that begins at `at`. */
function skipString(raw: string, at: number): number {
  let index = at + 1;
  for (;;) {
    const code = raw.charCodeAt(index);
    if (code === quote) return index + 1;
    if (Number.isNaN(code)) return index;
    index += code === backslash ? 2 : 1;
  }
}

/** Behind the value that begins at `at`, however deep it is. The text must be valid JSON. */
export function skipValue(raw: string, at: number): number {
  let depth = 0;
  let index = at;
  while (index < raw.length) {
    const code = raw.charCodeAt(index);
    if (code === quote) {
      index = skipString(raw, index);
      if (depth === 0) return index;
      continue;
    }
    if (code === openBrace || code === openBracket) depth += 1;
    else if (code === closeBrace || code === closeBracket) {
      // A number or word inside a list ends where the list does.
      if (depth === 0) return index;
      depth -= 1;
      if (depth === 0) return index + 1;
    } else if (depth === 0 && (code === comma || code <= 32)) return index;
    index += 1;
  }
  return index;
}

/** The members of the object or list that begins at `at`, in their order; none for anything else. */
export function* membersOf(raw: string, at: number): Generator<Member> {
  const isObject = raw.charCodeAt(at) === openBrace;
  if (!isObject && raw.charCodeAt(at) !== openBracket) return;
  let index = skipSpace(raw, at + 1);
  while (index < raw.length) {
    const code = raw.charCodeAt(index);
    if (code === closeBrace || code === closeBracket) return;
    let key: Member['key'] = null;
    if (isObject) {
      key = { start: index, end: skipString(raw, index) };
      index = skipSpace(raw, key.end);
      if (raw.charCodeAt(index) === colon) index = skipSpace(raw, index + 1);
    }
    const end = skipValue(raw, index);
    yield { key, start: index, end };
    // note: text that is no JSON must not hold this up.
    const next = skipSpace(raw, Math.max(end, index + 1));
    index = raw.charCodeAt(next) === comma ? skipSpace(raw, next + 1) : next;
  }
}

/** The key's text. */
export function keyText(
  raw: string,
  key: { readonly start: number; readonly end: number },
): string {
  const literal = raw.slice(key.start, key.end);
  return literal.includes('\\') ? String(JSON.parse(literal)) : literal.slice(1, -1);
}
