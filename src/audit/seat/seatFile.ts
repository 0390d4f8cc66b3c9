import { readFileSync, statSync } from 'node:fs';
import type { AuditSource } from '../../protocol/audit';
import { UserError } from '../../protocol/errors';
import { countOf } from '../../protocol/formatNumber';

/** The names of the four sets, as the file has them: two of targets, two of attributes. */
export const seatSets = ['targ1', 'targ2', 'attr1', 'attr2'] as const;

export type SeatSetName = (typeof seatSets)[number];

/** Words or sentences that stand for one idea. */
export interface SeatSet {
  /** What they stand for, such as "Career". */
  readonly category: string;
  readonly examples: readonly string[];
  /** Where each stands in the file, from 1. */
  readonly lines: readonly number[];
  /** Which word each sentence is about, from 0: those of one word count once. Left out: each example counts by itself. */
  readonly words?: Int32Array;
}

/** An association test: are the first targets closer to the first attributes than the second targets are? */
export type SeatTest = Readonly<Record<SeatSetName, SeatSet>> & {
  /** Its file; of a test that ships `seat/NAME`. */
  readonly path: string;
  /** Null: a file. */
  readonly source: AuditSource | null;
};

/** A file of words that is larger is something else. */
export const largestBytes = 16e6;
const fewest = 2;
const form =
  'Give one JSON object with targ1, targ2, attr1 and attr2, each {"category": …, "examples": ["…", …]}.';

/**
 * Reads an association test in the form of May et al. 2019 (SEAT) and Meade et al. 2022.
 * @throws UserError for a file of another form, with what is missing
 */
export function readSeatFile(path: string): SeatTest {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats?.isFile() !== true)
    throw new UserError('There is no such file.', {
      place: { file: path },
      next: 'Name the file of an association test with --suite seat=FILE.',
    });
  if (stats.size > largestBytes) throw otherForm(path, 'it is larger than 16 MB');
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  return parseSeatTest(text, path);
}

/** @throws UserError for a text of another form */
export function parseSeatTest(text: string, path: string): SeatTest {
  const parsed = parseObject(text, path);
  const lineOf = lineFinder(text);
  const read = (name: SeatSetName): SeatSet => {
    const set = parsed[name];
    if (!isObject(set))
      throw otherForm(path, set === undefined ? `it has no "${name}"` : `"${name}" is no object`);
    const { category, examples } = set;
    if (!Array.isArray(examples)) throw otherForm(path, `"${name}" has no list "examples"`);
    const at = examples.findIndex((each) => typeof each !== 'string' || each.trim() === '');
    if (at >= 0) throw otherForm(path, `example ${at + 1} of "${name}" is no text`);
    if (examples.length < fewest)
      throw otherForm(
        path,
        `"${name}" has ${countOf(examples.length, 'example')}, and two are the fewest`,
      );
    const texts = examples as string[];
    return {
      category: typeof category === 'string' && category.trim() !== '' ? category : name,
      examples: texts,
      lines: texts.map(lineOf),
    };
  };
  const sets = {
    targ1: read('targ1'),
    targ2: read('targ2'),
    attr1: read('attr1'),
    attr2: read('attr2'),
  };
  for (const name of seatSets) refuseCopies(name, sets[name], path);
  refuseTwins(['targ1', 'targ2'], sets, path);
  refuseTwins(['attr1', 'attr2'], sets, path);
  return { ...{ path, source: null }, ...sets };
}

/** @throws UserError for an example that stands twice: as independent words, copies would make any p small */
function refuseCopies(name: SeatSetName, { examples, lines }: SeatSet, file: string): void {
  const seen = new Set<string>();
  const at = examples.findIndex((example) => seen.size === seen.add(example).size);
  if (at < 0) return;
  throw new UserError(`"${name}" names "${(examples[at] ?? '').slice(0, 60)}" twice.`, {
    place: { file, line: lines[at] ?? 1 },
    next: 'Give each example of a set once: copies would count as further evidence.',
  });
}

/** @throws UserError where both sides hold the same, so that nothing can be closer to one of them */
function refuseTwins(
  [first, second]: readonly [SeatSetName, SeatSetName],
  sets: Readonly<Record<SeatSetName, SeatSet>>,
  file: string,
): void {
  const [own, other] = [sets[first].examples, new Set(sets[second].examples)];
  if (own.length !== other.size || !own.every((example) => other.has(example))) return;
  throw new UserError(`"${first}" and "${second}" hold the same examples.`, {
    place: { file },
    next: 'Give two different sets: nothing is closer to one of them than to the other.',
  });
}

function parseObject(text: string, path: string): Readonly<Record<string, unknown>> {
  if (text.trim() === '') throw otherForm(path, 'it is empty');
  try {
    const parsed: unknown = JSON.parse(text);
    if (isObject(parsed)) return parsed;
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 120) : '';
    throw otherForm(path, `it is not one JSON object (${why})`);
  }
  throw otherForm(path, 'it is not one JSON object');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function otherForm(path: string, why: string): UserError {
  return new UserError(`This is no association test: ${why}.`, {
    place: { file: path },
    next: form,
  });
}

/** Finds strings in the order in which they stand; 1 for one that is written with other escapes. */
function lineFinder(text: string): (example: string) => number {
  let [at, line] = [0, 1];
  return (example) => {
    const found = text.indexOf(JSON.stringify(example), at);
    if (found < 0) return line;
    for (let next = text.indexOf('\n', at); next >= 0 && next < found;) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    at = found;
    return line;
  };
}
