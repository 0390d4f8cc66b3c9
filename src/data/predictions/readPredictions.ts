import { UserError, type Place } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';
import { orderLabels } from '../labels';
import type { ReadOptions } from '../readers/row';
import { readRows } from '../readRows';
import {
  parsePrediction,
  predictionForms,
  type PredictionKey,
  type StoredLine,
} from './predictionLine';

/** Answers of a classifier that were kept, in the order of their file. */
export interface StoredPredictions {
  readonly path: string;
  /** As numbers, or by code point: the file does not say in which order the model has them. */
  readonly labels: readonly string[];
  /** [lines, labels]; each row sums to 1. */
  readonly probabilities: Float32Array;
  /** What was decided, positions in `labels`; null where no line says so: the likeliest. [lines] */
  readonly decisions: Int32Array | null;
  /** Which row each line is about; null: they stand in the order of the rows. */
  readonly keys: { readonly name: PredictionKey; readonly values: readonly string[] } | null;
  /** The text it is about, where a line says so. [lines] */
  readonly texts: readonly (string | null)[];
  /** Where each stands in the file, from 1. */
  readonly lines: readonly number[];
}

/** Sums that are farther from 1 than float32 leaves them were rounded. */
const rounding = 1e-4;

/**
 * Reads predictions in one of the forms of `predictionForms`, one JSON object a line.
 * @throws UserError with the line for whatever is no prediction, another form than the first line's, and other labels
 */
export async function readPredictions(
  path: string,
  options: ReadOptions = {},
): Promise<StoredPredictions> {
  const source = { path, format: 'jsonl', header: null, columns: null } as const;
  const read: StoredLine[] = [];
  const lines: number[] = [];
  const seen = new Set<string>();
  for await (const { values, line } of readRows(source, options)) {
    const place = { file: path, line };
    const parsed = parsePrediction(values, place);
    refuseOtherForm(parsed, read[0], place);
    const { key } = parsed;
    if (key !== null && seen.size === seen.add(key.value).size)
      throw new UserError(`"${key.name}" ${key.value.slice(0, 40)} has several predictions.`, {
        place,
        next: 'Leave one prediction for each row.',
      });
    read.push(parsed);
    lines.push(line);
  }
  const [first] = read;
  if (first === undefined)
    throw new UserError('The file holds no predictions.', {
      place: { file: path },
      next: predictionForms,
    });
  const labels = labelsOf(read, lines, path);
  const table = { path, read, lines, labels };
  return {
    ...{ path, labels, lines },
    ...{ probabilities: probabilitiesOf(table), decisions: decisionsOf(table) },
    keys:
      first.key === null
        ? null
        : { name: first.key.name, values: read.map(({ key }) => key?.value ?? '') },
    texts: read.map(({ text }) => text),
  };
}

interface Table {
  readonly path: string;
  readonly read: readonly StoredLine[];
  readonly lines: readonly number[];
  readonly labels: readonly string[];
}

function refuseOtherForm(line: StoredLine, first: StoredLine | undefined, place: Place): void {
  if (first === undefined) return;
  const next = 'Write all lines alike.';
  if (line.form !== first.form)
    throw new UserError(`This line gives "${line.form}", the first one "${first.form}".`, {
      place,
      next,
    });
  if (line.key?.name !== first.key?.name)
    throw new UserError(
      `This line has ${nameOfKey(line)}, the first one ${nameOfKey(first)}: nobody can tell which row it is about.`,
      { place, next },
    );
}

function nameOfKey({ key }: StoredLine): string {
  return key === null ? 'neither "row" nor "id"' : `"${key.name}"`;
}

/** @throws UserError where there is nothing to choose from, or the other of two labels is not known */
function labelsOf(
  read: readonly StoredLine[],
  lines: readonly number[],
  path: string,
): readonly string[] {
  const occurring = new Set(read.flatMap(({ scores }) => [...scores.keys()]));
  const labels = orderLabels(occurring, null);
  if (labels.length === 2) return labels;
  const place = { file: path };
  const [only = ''] = labels;
  if (labels.length < 2)
    throw new UserError(`All lines give the score of "${only.slice(0, 40)}" alone.`, {
      place,
      next: 'Name the other label too: {"probabilities": {LABEL: probability, …}}.',
    });
  if (read[0]?.form !== 'score') return labels;
  // note: one odd line of many is a mistake there, and its place helps more than the form of all.
  const counts = countOfLabels(read);
  const common = labels.filter((label) => (counts.get(label) ?? 0) > read.length * fewestShare);
  const at = read.findIndex(
    ({ scores }) => ![...scores.keys()].some((key) => common.includes(key)),
  );
  const odd = [...(read[at]?.scores.keys() ?? [])][0];
  if (common.length === 2 && odd !== undefined)
    throw new UserError(
      `The label "${odd.slice(0, 40)}" is a third one beside ${common.map((label) => `"${label.slice(0, 40)}"`).join(' and ')}: "score" alone tells no probability of the others.`,
      {
        place: { file: path, line: lines[at] ?? 1 },
        next: 'Correct the label, or give the probability of every label in every line: {"probabilities": {LABEL: …}}.',
      },
    );
  throw new UserError(
    `"label" names ${formatCount(labels.length)} labels, of which "score" tells one probability a line.`,
    { place, next: 'Give the probability of every label: {"probabilities": {LABEL: …}}.' },
  );
}

/** Labels in fewer of the lines are taken for mistakes. */
const fewestShare = 0.02;

function countOfLabels(read: readonly StoredLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { scores } of read)
    for (const label of scores.keys()) counts.set(label, (counts.get(label) ?? 0) + 1);
  return counts;
}

function probabilitiesOf({ path, read, lines, labels }: Table): Float32Array {
  const width = labels.length;
  const probabilities = new Float32Array(read.length * width);
  refuseOddLabels({ path, read, lines, labels });
  for (const [at, { form, scores }] of read.entries()) {
    if (form === 'score') {
      const [[label, score] = ['', 0]] = scores;
      const own = labels.indexOf(label);
      probabilities[at * width + own] = score;
      probabilities[at * width + 1 - own] = 1 - score;
      continue;
    }
    const missing = labels.find((label) => !scores.has(label));
    if (missing !== undefined)
      throw new UserError(
        `This line has no score of "${missing.slice(0, 40)}", as others have; its labels are ${[...scores.keys()].map((label) => `"${label.slice(0, 40)}"`).join(', ')}.`.slice(
          0,
          400,
        ),
        {
          place: { file: path, line: lines[at] ?? 1 },
          next: 'Give every label a score in every line, 0 where there is none.',
        },
      );
    let sum = 0;
    for (const score of scores.values()) sum += score;
    const scale = Math.abs(sum - 1) <= rounding ? 1 : 1 / sum;
    for (const [column, label] of labels.entries())
      probabilities[at * width + column] = (scores.get(label) ?? 0) * scale;
  }
  return probabilities;
}

/** @throws UserError at a line with a label that most lines do not have: else the first line would be told to lack it */
function refuseOddLabels({ path, read, lines }: Table): void {
  if (read[0]?.form === 'score') return;
  const counts = countOfLabels(read);
  const isOdd = (label: string): boolean => (counts.get(label) ?? 0) * 2 < read.length;
  const at = read.findIndex(({ scores }) => [...scores.keys()].some(isOdd));
  const scores = read[at]?.scores;
  const odd = [...(scores?.keys() ?? [])].find(isOdd);
  // note: where lines have hardly a label in common, none of them is the odd one.
  if (odd === undefined || [...counts.keys()].every(isOdd)) return;
  throw new UserError(
    `This line has a score of "${odd.slice(0, 40)}", which most lines do not have; their labels are ${[
      ...counts.keys(),
    ]
      .filter((label) => !isOdd(label))
      .slice(0, 8)
      .map((label) => `"${label.slice(0, 40)}"`)
      .join(', ')}.`,
    {
      place: { file: path, line: lines[at] ?? 1 },
      next: 'Correct the label, or give every label a score in every line, 0 where there is none.',
    },
  );
}

function decisionsOf({ path, read, lines, labels }: Table): Int32Array | null {
  if (read.every(({ decision }) => decision === null)) return null;
  return Int32Array.from(read, ({ decision }, at) => {
    const label = decision === null ? -1 : labels.indexOf(decision);
    if (label >= 0) return label;
    throw new UserError(
      decision === null
        ? 'This line has no "prediction", as others have.'
        : `"prediction" is "${decision.slice(0, 40)}", which has no score.`,
      {
        place: { file: path, line: lines[at] ?? 1 },
        next: 'Write the label that was decided in every line, or in none.',
      },
    );
  });
}
