import { UserError } from '../../protocol/errors';
import type { RowProbabilities } from '../lint/rule';
import { readRows } from '../readRows';
import { isRecord } from '../schemas/columnPath';
import { formatCount } from '../../protocol/formatNumber';

/** How far from 1 the probabilities of a row may sum up. */
const tolerance = 0.02;

/**
 * A model's probabilities from lines as `finetune predict --json` prints them, `{"row": 1, "scores": {"no": 0.1, "yes": 0.9}}`.
 * @throws UserError with the line that is no such line
 */
export async function readProbabilities(path: string): Promise<RowProbabilities> {
  const source = { path, format: 'jsonl', header: null, columns: null } as const;
  let labels: readonly string[] | null = null;
  const scores: number[] = [];
  const places = new Map<number, number>();
  for await (const { values, line } of readRows(source)) {
    const place = { file: path, line };
    const next = 'Make the file with: finetune predict RUN --input FILE --json > PROBABILITIES.';
    const { row, scores: given } = values;
    if (typeof row !== 'number' || !Number.isSafeInteger(row) || row < 1 || !isRecord(given))
      throw new UserError('This line is no prediction: it needs "row" and "scores".', {
        place,
        next,
      });
    if (places.has(row))
      throw new UserError(`Row ${formatCount(row)} has several predictions.`, { place, next });
    labels ??= Object.keys(given).sort();
    const ofRow = labels.map((label) => (Object.hasOwn(given, label) ? given[label] : null));
    const sum = ofRow.reduce<number>((total, each) => total + (isShare(each) ? each : NaN), 0);
    if (Object.keys(given).length !== labels.length || !(Math.abs(sum - 1) <= tolerance))
      throw new UserError(
        `The scores of row ${formatCount(row)} are no probabilities of the labels ${labels.map((label) => `"${label}"`).join(', ')}.`,
        { place, next },
      );
    places.set(row, scores.length);
    for (const each of ofRow) scores.push((each as number) / sum);
  }
  return probabilitiesOf(labels ?? [], places, Float64Array.from(scores));
}

function isShare(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

/**
 * Probabilities in one array.
 * @param places index of the first probability of each row
 */
export function probabilitiesOf(
  labels: readonly string[],
  places: ReadonlyMap<number, number>,
  scores: Float64Array,
): RowProbabilities {
  return {
    labels,
    of(row) {
      const start = places.get(row);
      return start === undefined ? null : scores.subarray(start, start + labels.length);
    },
  };
}
