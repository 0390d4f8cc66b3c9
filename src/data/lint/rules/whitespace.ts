import type { TextRange } from './textRange';

/** Anything that is seen: neither white space nor a character without width. */
const seen =
  /[^\s\u00ad\u115f\u1160\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0]/;

/** Whether nobody sees anything in it. */
export function isBlank(text: string): boolean {
  return !seen.test(text);
}

/** A quick look: nothing is stray where this is false. */
export function mayHaveStray(text: string): boolean {
  return isSpace(text, 0) || isSpace(text, text.length - 1) || hasRuns(text);
}

function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code <= 0x20 || (code >= 0xa0 && text.charAt(at).trim() === '');
}

function hasRuns(text: string): boolean {
  return / {3}/.test(text) || (text.includes('\n') && /\n\r?\n\r?\n\r?\n/.test(text));
}

/** Where white space is stray: indentation, code blocks and rows of tables are not. */
export function findStrayWhitespace(text: string): TextRange[] {
  if (!mayHaveStray(text)) return [];
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  if (end === 0) return [{ start: 0, end: text.length }];
  const ranges: TextRange[] = [];
  if (start > 0) ranges.push({ start: 0, end: start });
  if (hasRuns(text)) ranges.push(...runsBetween(text, start, end));
  if (end < text.length) ranges.push({ start: end, end: text.length });
  return ranges;
}

/** A text without its stray white space; runs become one space or one empty line. */
export function tidyWhitespace(text: string): string {
  const trimmed = text.trim();
  let [result, end] = ['', 0];
  for (const run of findStrayWhitespace(trimmed)) {
    result += trimmed.slice(end, run.start) + replacementOf(trimmed, run);
    end = run.end;
  }
  return end === 0 ? trimmed : result + trimmed.slice(end);
}

function replacementOf(text: string, { start, end }: TextRange): string {
  if (text.slice(start, end).includes('\n')) return '\n\n';
  return text[end] === '\n' || text[end] === '\r' ? '' : ' ';
}

function runsBetween(text: string, from: number, to: number): TextRange[] {
  const ranges: TextRange[] = [];
  const runs = / {3,}|\n(?:[\r\n]*\n){3}[\r\n]*/g;
  runs.lastIndex = from;
  const fences = codeFences(text);
  for (let match = runs.exec(text); match !== null; match = runs.exec(text)) {
    const [start, end] = [match.index, match.index + match[0].length];
    if (end > to) break;
    if (fences.some((fence) => start >= fence.start && start < fence.end)) continue;
    if (match[0].startsWith(' ') && isLayout(text, start)) continue;
    ranges.push({ start, end });
  }
  return ranges;
}

/** Indentation at the beginning of a line, or the padding of a table's row. */
function isLayout(text: string, at: number): boolean {
  const line = text.lastIndexOf('\n', at - 1) + 1;
  if (text.slice(line, at).trim() === '') return true;
  let first = line;
  while (text[first] === ' ') first += 1;
  return text[first] === '|';
}

/** Blocks between ``` lines; the last may be open. */
export function codeFences(text: string): readonly TextRange[] {
  if (!text.includes('```')) return [];
  const fences: TextRange[] = [];
  for (let start = text.indexOf('```'); start >= 0;) {
    const close = text.indexOf('```', start + 3);
    const end = close < 0 ? text.length : close + 3;
    fences.push({ start, end });
    start = text.indexOf('```', end);
  }
  return fences;
}
