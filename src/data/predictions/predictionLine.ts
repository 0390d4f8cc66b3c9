import { UserError, type Place } from '../../protocol/errors';
import { isRecord } from '../schemas/columnPath';

/** What a line of stored predictions says. */
export interface StoredLine {
  readonly form: PredictionForm;
  /** Probabilities by label. Of `score` and `label` the other label is not known yet. */
  readonly scores: ReadonlyMap<string, number>;
  /** What was decided; null: the likeliest label. */
  readonly decision: string | null;
  /** Which row it is about; null: the one at its place. */
  readonly key: { readonly name: PredictionKey; readonly value: string } | null;
  readonly text: string | null;
}

/** By which members a line gives its probabilities. */
export type PredictionForm = 'scores' | 'probabilities' | 'score';

/** The member that says which row a line is about; `id` is a column of the data, too. */
export type PredictionKey = 'row' | 'id';

export const predictionForms =
  'Each line is {"scores": {LABEL: probability, …}} as finetune predict --json writes it, the same called "probabilities", or {"label": LABEL, "score": its probability} of two labels; "row", "id", "text" and "prediction" may stand beside.';

/** How far from 1 the probabilities of a row may sum up: they may be rounded. */
const tolerance = 0.02;

/** @throws UserError for a line that is none of the forms, and for numbers that are no probabilities */
export function parsePrediction(
  values: Readonly<Record<string, unknown>>,
  place: Place,
): StoredLine {
  const [form, scores] = scoresOf(values, place);
  return {
    ...{ form, scores, key: keyOf(values, place) },
    decision: textOf(values.prediction, 'prediction', place),
    text: typeof values.text === 'string' ? values.text : null,
  };
}

function scoresOf(
  values: Readonly<Record<string, unknown>>,
  place: Place,
): [PredictionForm, ReadonlyMap<string, number>] {
  for (const form of ['scores', 'probabilities'] as const) {
    const given = values[form];
    if (given === undefined) continue;
    if (!isRecord(given))
      throw new UserError(`"${form}" does not say which probability is of which label.`, {
        place,
        next: `Write {"${form}": {LABEL: probability, …}}.`,
      });
    return [form, distribution(given, place)];
  }
  const { score, label } = values;
  if (score === undefined || label === undefined)
    throw new UserError('This line is no prediction.', { place, next: predictionForms });
  const name = textOf(label, 'label', place) ?? '';
  return ['score', new Map([[name, probability(score, name, place)]])];
}

function distribution(
  given: Readonly<Record<string, unknown>>,
  place: Place,
): ReadonlyMap<string, number> {
  const scores = new Map(
    Object.entries(given).map(([label, value]) => [label, probability(value, label, place)]),
  );
  let sum = 0;
  for (const score of scores.values()) sum += score;
  if (Math.abs(sum - 1) <= tolerance) return scores;
  throw new UserError(
    `The probabilities of this line sum up to ${Number(sum.toPrecision(4))}, not to 1.`,
    { place, next: 'Write a probability for each label; labels must exclude each other.' },
  );
}

function probability(value: unknown, label: string, place: Place): number {
  if (typeof value === 'number' && value >= 0 && value <= 1) return value;
  throw new UserError(
    `The score of "${label.slice(0, 40)}" is ${shown(value)}, which is no probability.`,
    { place, next: 'Write numbers from 0 to 1; take the softmax of logits first.' },
  );
}

function shown(value: unknown): string {
  // note: JSON takes 1e400 for infinite, and would write it as null.
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not a finite number';
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 40);
}

function keyOf({ row, id }: Readonly<Record<string, unknown>>, place: Place): StoredLine['key'] {
  if (row !== undefined) {
    if (typeof row === 'number' && Number.isSafeInteger(row) && row > 0)
      return { name: 'row', value: String(row) };
    throw new UserError(`"row" is ${shown(row)}, which is no number of a row.`, {
      place,
      next: 'Rows count from 1; leave "row" out of all lines where they stand in the order of the rows.',
    });
  }
  if (id === undefined) return null;
  if (typeof id === 'string' || typeof id === 'number') return { name: 'id', value: String(id) };
  throw new UserError(`"id" is ${shown(id)}, which names no row.`, {
    place,
    next: 'Write what the column "id" of the data holds.',
  });
}

/** A name, as JSON writes numbers and booleans; null where there is none. */
function textOf(value: unknown, member: string, place: Place): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new UserError(`"${member}" is ${shown(value)}, which names no label.`, {
    place,
    next: predictionForms,
  });
}
