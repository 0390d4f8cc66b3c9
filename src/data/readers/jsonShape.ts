/**
 * How a JSON file holds its rows: as a list; as a list under "data", which begins behind so many characters (all ASCII); as
 * questions within such a list of articles, as in SQuAD's files; or as objects one after the other.
 */
export type JsonShape =
  | { readonly type: 'list' }
  | { readonly type: 'wrapped' | 'articles'; readonly before: number }
  | { readonly type: 'objects' };

// note: ASCII alone, so that bytes are characters.
const wrapped =
  /^\s*\{(?:\s*"[^"\\\u0080-\uffff]*"\s*:\s*(?:"[^"\\\u0080-\uffff]*"|[\d.]+|null)\s*,)*\s*"data"\s*:\s*(?=\[)/;
const articles = /^\[\s*\{\s*(?:"[^"\\]*"\s*:\s*"(?:[^"\\]|\\.)*"\s*,\s*)*"paragraphs"\s*:\s*\[/;

/** The shape of a JSON file, from its first characters. */
export function jsonShapeOf(head: string): JsonShape {
  const before = wrapped.exec(head)?.[0].length;
  if (before !== undefined) {
    return { type: articles.test(head.slice(before)) ? 'articles' : 'wrapped', before };
  }
  return { type: head.trimStart().startsWith('{') ? 'objects' : 'list' };
}

/** Whether text that begins with { has an object a line, rather than objects over several lines or around a list. */
export function isLineByLine(head: string): boolean {
  if (wrapped.test(head)) return false;
  const [first = '', second] = head.trimStart().split(/[\r\n]+/, 2);
  if (second === undefined || second.trimStart().startsWith('{')) return true;
  return isJson(first);
}

/**
 * The line, from 1, at which what is called JSONL turns out to be no lines of JSON: a list, or objects, over several lines. Null:
 * it does not, as far as its first characters tell.
 */
export function spreadLineOf(head: string): number | null {
  let start = 0;
  for (let line = 1; start < head.length; line += 1) {
    const end = head.indexOf('\n', start);
    const text = head.slice(start, end < 0 ? undefined : end);
    if (text.trim() !== '' && !isJson(text)) {
      const rest = head.slice(start);
      const isFirst = head.slice(0, start).trim() === '';
      return (isFirst ? isSpread(rest) : isSpreadObject(rest)) ? line : null;
    }
    if (end < 0) return null;
    start = end + 1;
  }
  return null;
}

/** A row that is broken, such as by a comma behind it, must not be taken for one that is laid out. */
function isSpreadObject(text: string): boolean {
  const object = firstObject(text.trimStart());
  return object.startsWith('{') && /[\r\n]/.test(object) && isJson(object);
}

function isSpread(head: string): boolean {
  const text = head.trimStart();
  const [first = ''] = text.split(/[\r\n]/, 1);
  const line = first.trim();
  const rest = text.slice(first.length).trimStart();
  if (rest === '' || isJson(line)) return false;
  if (line === '{') return rest.startsWith('"');
  if (line.startsWith('[')) return line === '[' || isJson(line.slice(1).replace(/,$/, ''));
  return isSpreadObject(text);
}

/** From its { to the } that closes it; in text that breaks off before, all of it. */
function firstObject(text: string): string {
  let depth = 0;
  for (const { 0: mark, index } of text.matchAll(/"(?:[^"\\\r\n]|\\.)*"|[{}]/g)) {
    if (mark === '{') depth += 1;
    else if (mark === '}') depth -= 1;
    if (depth === 0) return text.slice(0, index + 1);
  }
  return text;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
