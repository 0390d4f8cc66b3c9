import type { ValuePath } from '../../schemas/schema';
import type { RawEdit } from '../applyFix';
import { keyText, membersOf, type Member } from './jsonCursor';
import { findJson, rawOffset } from './locate';

/**
 * Sets a value in a row's JSON text. Of a string only the characters that differ are touched, written as the string writes
 * its own: with \u escapes where it has them and nothing beyond ASCII. A key that is not there yet is added behind the last.
 */
export function setJson(raw: string, path: ValuePath, value: unknown): RawEdit | null {
  const found = findJson(raw, path);
  if (found === null) return null;
  const { start, end } = found.member;
  if (!found.isExact) return addKey(raw, path, value);
  const literal = raw.slice(start, end);
  if (typeof value === 'string' && literal.startsWith('"'))
    return changeString(raw, start, String(JSON.parse(literal)), value, writesAscii(raw));
  return { start, end, text: written(value, writesAscii(raw)) };
}

export function renameJsonKey(raw: string, path: ValuePath, to: string): RawEdit | null {
  const found = findJson(raw, path);
  const key = found?.isExact === true ? found.member.key : null;
  if (key === null) return null;
  return { ...key, text: written(to, writesAscii(raw)) };
}

/**
 * Takes keys with their values, or elements, out of one object or list, with the commas that are theirs. Null: one of them is
 * not there. @param path of the object or list
 */
export function removeFromJson(
  raw: string,
  path: ValuePath,
  steps: readonly (string | number)[],
): readonly RawEdit[] | null {
  const parent = findJson(raw, path);
  if (parent?.isExact !== true) return null;
  const members = [...membersOf(raw, parent.member.start)];
  const removed = members.map(({ key }, index) =>
    steps.some((step) =>
      key === null ? index === Number(step) : keyText(raw, key) === String(step),
    ),
  );
  if (removed.filter(Boolean).length < steps.length) return null;
  const edits: RawEdit[] = [];
  for (const [index, member] of members.entries()) {
    if (removed[index] !== true || removed[index - 1] === true) continue;
    let last = index;
    while (removed[last + 1] === true) last += 1;
    const next = members[last + 1];
    const start =
      next === undefined ? (members[index - 1]?.end ?? startOf(member)) : startOf(member);
    const end = next === undefined ? (members[last]?.end ?? member.end) : startOf(next);
    edits.push({ start, end, text: '' });
  }
  return edits;
}

function startOf({ key, start }: Member): number {
  return key?.start ?? start;
}

function addKey(raw: string, path: ValuePath, value: unknown): RawEdit | null {
  const last = path.at(-1);
  const parent = findJson(raw, path.slice(0, -1));
  if (typeof last !== 'string' || parent?.isExact !== true) return null;
  const { start } = parent.member;
  if (raw[start] !== '{') return null;
  const isAscii = writesAscii(raw);
  const members = [...membersOf(raw, start)];
  const end = members.at(-1);
  const colon = spacingOf(raw, members);
  const text = `${written(last, isAscii)}${colon}${written(value, isAscii)}`;
  if (end === undefined) return { start: start + 1, end: start + 1, text };
  const before = members.at(-2);
  // As the last two keys stand apart, so does the new one: on a line of its own in text that is laid out.
  const usual = colon === ':' ? ',' : ', ';
  const apart = before === undefined ? usual : raw.slice(before.end, startOf(end));
  return { start: end.end, end: end.end, text: `${apart}${text}` };
}

/** What stands between a key and its value in this object. */
function spacingOf(raw: string, [first]: readonly Member[]): string {
  const key = first?.key ?? null;
  return key === null || first === undefined ? ': ' : raw.slice(key.end, first.start);
}

function changeString(
  raw: string,
  start: number,
  before: string,
  after: string,
  isAscii: boolean,
): RawEdit {
  const most = Math.min(before.length, after.length);
  let same = 0;
  while (same < most && before[same] === after[same]) same += 1;
  // note: half a surrogate pair must not stay behind.
  if (isHigh(before.charCodeAt(same - 1)) || isHigh(after.charCodeAt(same - 1))) same -= 1;
  let tail = 0;
  while (tail < most - same && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  if (
    isLow(before.charCodeAt(before.length - tail)) ||
    isLow(after.charCodeAt(after.length - tail))
  )
    tail -= 1;
  tail = Math.max(0, tail);
  same = Math.max(0, same);
  const inserted = after.slice(same, after.length - tail);
  return {
    start: rawOffset(raw, start + 1, same),
    end: rawOffset(raw, start + 1, before.length - tail),
    text: written(inserted, isAscii).slice(1, -1),
  };
}

function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

function isLow(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

/** Whether a text writes what is not ASCII as escapes. */
function writesAscii(raw: string): boolean {
  // eslint-disable-next-line no-control-regex -- ASCII is what this is about
  return /\\u[0-9a-fA-F]{4}/.test(raw) && /^[\u0000-\u007f]*$/.test(raw);
}

function written(value: unknown, isAscii: boolean): string {
  const text = JSON.stringify(value);
  if (!isAscii) return text;
  return text.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
