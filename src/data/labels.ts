import { UserError } from '../protocol/errors';
import { listLabels, shortLabel } from './declaredLabels';
import type { Examples } from './loadExamples';
import { formatCount } from '../protocol/formatNumber';

/**
 * The labels of a task, in the order of their ids: those of the model when it knows all that occur, else those that
 * occur, sorted (as numbers when all are whole numbers, else by code point).
 */
export function orderLabels(
  occurring: Iterable<string>,
  label2id: Readonly<Record<string, number>> | null,
): readonly string[] {
  const unique = [...new Set(occurring)];
  const own = label2id === null ? null : inOrderOfId(label2id);
  if (own !== null && unique.every((label) => own.includes(label))) return own;
  const areNumbers = unique.every((label) => /^[-+]?\d{1,15}$/.test(label));
  return areNumbers
    ? unique.sort((a, b) => Number(a) - Number(b) || compare(a, b))
    : unique.sort(compare);
}

/**
 * The id of each row's label. @throws UserError at the first row whose label is none of `labels`.
 * @returns int32 [rows]
 */
export function labelIds(examples: Examples, labels: readonly string[]): Int32Array {
  const ids = new Map(labels.map((label, id) => [label, id]));
  return Int32Array.from(examples.labels, (label, index) => {
    const id = ids.get(label);
    if (id !== undefined) return id;
    const place = { file: examples.path, line: examples.lines[index] ?? 1 };
    throw new UserError(
      `Label "${shortLabel(label)}" is unknown; the labels are ${listLabels(labels)}.`,
      { place, next: 'Correct the label, or add rows with it to the training data.' },
    );
  });
}

/** A sentence when the label column looks like something else, null when all is well. */
export function labelHint(labels: readonly string[], rows: number): string | null {
  const isMany = labels.length > 1_000 || (rows >= 20 && labels.length > rows / 2);
  if (!isMany) return null;
  const several = labels.filter((label) => /^[^,]+(,[^,]+)+$/.test(label)).length;
  const guess =
    several > labels.length / 2
      ? 'cells such as ' +
        `"${shortLabel(labels.find((label) => label.includes(',')) ?? '')}" count as one label each`
      : 'check that "data.fields.label" names the right column';
  return `There are ${formatCount(labels.length)} different labels in ${formatCount(rows)} rows: ${guess}.`;
}

function inOrderOfId(label2id: Readonly<Record<string, number>>): readonly string[] | null {
  const entries = Object.entries(label2id).sort(([, a], [, b]) => a - b);
  return entries.length > 0 && entries.every(([, id], index) => id === index)
    ? entries.map(([label]) => label)
    : null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
