import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { Examples } from '../loadExamples';
import type { StoredPredictions } from './readPredictions';

const next =
  'Predict this very file again, such as with finetune predict RUN --input FILE --json > PREDICTIONS.';

/**
 * Which prediction each row has, by "row", by "id" (a column of the examples, too), else by its place.
 * @returns positions in the predictions [rows]
 * @throws UserError with file and line for a row without a prediction, one without a row, and one about another text
 */
export function alignPredictions(predictions: StoredPredictions, examples: Examples): Int32Array {
  const places = placesOf(predictions, examples);
  for (const [row, place] of places.entries()) {
    const text = predictions.texts[place] ?? null;
    if (text === null || text === examples.texts[row]) continue;
    throw new UserError(
      `This prediction is about another text than row ${formatCount(examples.rows[row] ?? 0)} of ${path.basename(examples.path)}.`,
      {
        place: { file: predictions.path, line: predictions.lines[place] ?? 1 },
        next: `The rows have been changed, or put into another order. ${next}`,
      },
    );
  }
  return places;
}

function placesOf(predictions: StoredPredictions, examples: Examples): Int32Array {
  const { keys, lines } = predictions;
  const count = examples.rows.length;
  if (keys === null) {
    if (lines.length < count) throw withoutPrediction(predictions, examples, lines.length);
    if (lines.length > count) throw withoutRow(predictions, examples, count);
    return Int32Array.from(examples.rows, (_, row) => row);
  }
  const known = new Map(keys.values.map((key, place) => [key, place]));
  const wanted = keys.name === 'row' ? examples.rows.map(String) : idsOf(examples);
  const places = Int32Array.from(wanted, (key, row) => {
    const place = known.get(key);
    if (place === undefined) throw withoutPrediction(predictions, examples, row);
    known.delete(key);
    return place;
  });
  for (const place of known.values()) throw withoutRow(predictions, examples, place);
  return places;
}

/** @throws UserError for a row without an id, or with that of another */
function idsOf(examples: Examples): string[] {
  const seen = new Set<string>();
  return (examples.columns.id ?? []).map((id, row) => {
    const isNew = id !== null && seen.size < seen.add(id).size;
    if (isNew) return id;
    throw new UserError(
      id === null
        ? 'This row has no "id", by which predictions are found.'
        : `The id "${id.slice(0, 40)}" stands in several rows, so that predictions cannot be told apart by it.`,
      {
        place: { file: examples.path, line: examples.lines[row] ?? 1 },
        next: 'Give each row an id of its own, or write the number of its "row" into the predictions.',
      },
    );
  });
}

function withoutPrediction(
  { path: file, lines }: StoredPredictions,
  { path: data, rows, lines: dataLines }: Examples,
  row: number,
): UserError {
  return new UserError(
    `Row ${formatCount(rows[row] ?? 0)} has no prediction: ${path.basename(data)} holds ${countOf(rows.length, 'row')}, ${path.basename(file)} ${countOf(lines.length, 'prediction')}.`,
    { place: { file: data, line: dataLines[row] ?? 1 }, next },
  );
}

function withoutRow(
  { path: file, lines, keys }: StoredPredictions,
  { path: data, rows }: Examples,
  place: number,
): UserError {
  const which = keys === null ? '' : ` with the ${keys.name} ${keys.values[place] ?? ''}`;
  return new UserError(
    `There is no row${which.slice(0, 60)} for this prediction: ${path.basename(data)} holds ${countOf(rows.length, 'row')}, ${path.basename(file)} ${countOf(lines.length, 'prediction')}.`,
    { place: { file, line: lines[place] ?? 1 }, next },
  );
}
