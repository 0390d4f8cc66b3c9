import { mostDepth } from '../../readers/nesting';
import { explainBrokenJson } from '../../readers/parseJsonRow';
import { deleteRow, type Fix } from '../fix';
import { mendedJson } from './mendedJson';
import { keyText, membersOf, skipSpace } from '../place/jsonCursor';
import { noProblems, type Problem } from './scannedRecord';

/** The values of a record written as JSON, and what is wrong with how it is written. */
export interface ParsedRecord {
  /** Null: rules cannot look at it. */
  readonly values: Readonly<Record<string, unknown>> | null;
  readonly problems: readonly Problem[];
}

export function parseJsonRecord(raw: string): ParsedRecord {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch (error) {
    return { values: null, problems: [brokenProblem(raw, error)] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { values: null, problems: [notAnObject(raw, value)] };
  const keys = countKeys(value);
  if (keys === null) return { values: null, problems: [tooDeep(raw)] };
  const values = value as Record<string, unknown>;
  if (countWrittenKeys(raw) === keys) return { values, problems: noProblems };
  return { values, problems: keysTwice(raw).map(twiceProblem) };
}

/** The first key that stands twice in one object of a row, whose values were read from this text; null: none does. */
export function firstKeyTwice(raw: string, values: object): KeyTwice | null {
  return countWrittenKeys(raw) === countKeys(values) ? null : (keysTwice(raw)[0] ?? null);
}

/** A key that its object has already; offsets are UTF-16 code units of the row's text. */
export interface KeyTwice {
  readonly name: string;
  readonly key: { readonly start: number; readonly end: number };
  /** The earlier key, and what stands behind its value. */
  readonly earlier: { readonly start: number; readonly next: number };
}

function brokenProblem(raw: string, error: unknown): Problem {
  const { offset, length, message } = explainBrokenJson(raw, error);
  const end = Math.min(raw.length, offset + Math.max(1, length));
  const start = Math.min(offset, Math.max(0, raw.length - 1));
  const text = `Broken JSON: ${message}; readers stop here.`;
  const fixes = (): readonly Fix[] => [...mendedJson(raw, offset), deleteRow];
  return { rule: 'L-FMT-01', start, end, message: text, fixes };
}

function notAnObject(raw: string, value: unknown): Problem {
  const kind = value === null ? 'null' : Array.isArray(value) ? 'a list' : `a ${typeof value}`;
  return {
    rule: 'L-FMT-02',
    start: 0,
    end: raw.length,
    message: `A row must be an object like {"text": …}; this is ${kind}.`,
    fixes: () => [deleteRow],
  };
}

function tooDeep(raw: string): Problem {
  return {
    rule: 'L-FMT-01',
    start: 0,
    end: raw.length,
    message: `Values are nested over ${mostDepth} deep: no trainer reads such a row.`,
    fixes: () => [deleteRow],
  };
}

/** Keys of all objects in a value; null when it is nested too deeply. */
function countKeys(value: object): number | null {
  let keys = 0;
  const isShallow = visit(value, 1);
  return isShallow ? keys : null;

  function visit(at: object, depth: number): boolean {
    if (depth > mostDepth) return false;
    if (Array.isArray(at)) {
      for (const inner of at)
        if (typeof inner === 'object' && inner !== null && !visit(inner as object, depth + 1))
          return false;
      return true;
    }
    for (const key in at) {
      keys += 1;
      const inner = (at as Record<string, unknown>)[key];
      if (typeof inner === 'object' && inner !== null && !visit(inner, depth + 1)) return false;
    }
    return true;
  }
}

/** Keys as they are written: a colon behind a quote that no backslash escapes stands behind a key and nowhere else. */
function countWrittenKeys(raw: string): number {
  let keys = 0;
  for (let at = raw.indexOf(':'); at >= 0; at = raw.indexOf(':', at + 1)) {
    let before = at - 1;
    while (raw.charCodeAt(before) <= 32) before -= 1;
    if (raw.charCodeAt(before) !== 34) continue;
    let escapes = before - 1;
    while (raw.charCodeAt(escapes) === 92) escapes -= 1;
    if ((before - escapes) % 2 === 1) keys += 1;
  }
  return keys;
}

/** Every key that an object has already: the last one counts, and hides the others. */
function keysTwice(raw: string): readonly KeyTwice[] {
  const found: KeyTwice[] = [];
  const visit = (at: number): void => {
    const seen = new Map<string, { readonly start: number; readonly next: number }>();
    const members = [...membersOf(raw, at)];
    for (const [index, { key, start }] of members.entries()) {
      visit(start);
      if (key === null) continue;
      const name = keyText(raw, key);
      const earlier = seen.get(name);
      if (earlier !== undefined) found.push({ name, key, earlier });
      const next = members[index + 1]?.key?.start ?? start;
      seen.set(name, { start: key.start, next });
    }
  };
  visit(skipSpace(raw, 0));
  return found;
}

function twiceProblem({ name, key, earlier }: KeyTwice): Problem {
  return {
    rule: 'L-FMT-05',
    start: key.start,
    end: key.end,
    message: `Key "${name.slice(0, 40)}" stands twice: training and recipes refuse the row; other readers keep this value and drop the earlier one without a word.`,
    fixes: () => [
      {
        type: 'edit-text',
        title: 'Remove the earlier value, which is not read',
        start: earlier.start,
        end: earlier.next,
        text: '',
      },
    ],
  };
}
