import type { WordSequence } from './wordSequence';

/** Stretches that are not prose: code, tags and placeholders. Offsets in UTF-16 code units, ascending, not overlapping. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

const none: readonly Stretch[] = [];

/** Code between backticks, HTML tags and placeholders such as {name}. Cost: linear in the text. */
export function codeStretches(text: string): readonly Stretch[] {
  if (!/[`<{]/.test(text)) return none;
  const found: Stretch[] = [];
  for (let at = 0; at < text.length;) {
    const end = endOfCode(text, at);
    if (end === null) at += 1;
    else {
      found.push({ start: at, end });
      at = end;
    }
  }
  return found;
}

const tag = /<[/!]?[a-zA-Z][^<>]*>/y;
const placeholder = /\{{1,2}\s?[\w.:|$-]{1,60}\s?\}{1,2}/y;
const ticks = /`+/y;

function endOfCode(text: string, at: number): number | null {
  const mark = text[at];
  if (mark === '<') return matchEnd(tag, text, at);
  if (mark === '{') return matchEnd(placeholder, text, at);
  return mark === '`' ? endOfTicks(text, at) : null;
}

function matchEnd(pattern: RegExp, text: string, at: number): number | null {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : null;
}

/** A fence, to its end or that of the text; or a span in one line. Backticks that open a quotation are followed by a blank. */
function endOfTicks(text: string, at: number): number | null {
  const inner = matchEnd(ticks, text, at) ?? at + 1;
  const run = text.slice(at, inner);
  if (run.length >= 3) {
    const close = text.indexOf(run, inner);
    return close < 0 ? text.length : close + run.length;
  }
  const close = text.indexOf(run, inner);
  if (close < 0) return null;
  const body = text.slice(inner, close);
  return /^\s|\s$|\n/.test(body) || body === '' ? null : close + run.length;
}

/** Whether a word belongs to an address, a mention, a hashtag, a path or an identifier: what stands around it up to blanks tells. */
export function isInAddress(words: WordSequence, at: number): boolean {
  const { text } = words;
  const [start, end] = [words.start(at), words.end(at)];
  if (/^[\s,;!?]?$/.test(text[end] ?? '') && /^[\s]?$/.test(text[start - 1] ?? '')) return false;
  const head = /\S{0,200}$/.exec(text.slice(Math.max(0, start - 200), start))?.[0] ?? '';
  const tail = /^\S{0,200}/.exec(text.slice(end, end + 200))?.[0] ?? '';
  const chunk = head + text.slice(start, end) + tail;
  if (/:\/\/|^[("'[<]*(?:www\.|mailto:|[/\\~#$]|\.{1,2}\/|[A-Za-z]:\\)|@|\\/.test(chunk))
    return true;
  // "men.com", "her.txt", "self.he"; but "with him.Then" lacks only a blank.
  if (/^m(?:r|s|rs)$/.test(words.lower(at)) && tail.startsWith('.')) return false;
  if (/^\.[\p{Ll}\p{N}]/u.test(tail) && !/^\.\p{Ll}\.(?:\p{Ll}\.)*$/u.test(tail)) return true;
  return /[\p{L}\p{N}]\.$/u.test(head) && /^\p{Ll}/u.test(text.slice(start, end));
}
