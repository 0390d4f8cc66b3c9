import type { Datasets, LabelledExamples } from '../../data/loadDatasets';
import { selectExamples } from '../../data/loadExamples';
import { UserError } from '../../protocol/errors';
import { countOf, formatPercent } from '../../protocol/formatNumber';
import type { CounterfactualConfig } from '../../protocol/mitigationConfig';
import { counterfactualTexts, type CounterfactualRequest } from './counterfactualTexts';

/**
 * Counterfactual data augmentation (Lu and others 2018; one- and two-sided as in Webster and others 2020): training rows that
 * can be swapped, with their own labels. Two-sided, each stands behind its original; one-sided, in its place. What a further
 * column says of the original need not hold of the swap: there it is null.
 * @returns null when the work was not wanted any more
 * @throws UserError when no row can be swapped
 */
export async function augmentRows(
  datasets: Datasets,
  { axes, sides }: CounterfactualConfig,
  request: Omit<CounterfactualRequest, 'axes'>,
): Promise<{ readonly datasets: Datasets; readonly note: string } | null> {
  const { train } = datasets;
  const swapped = await counterfactualTexts(train.texts, { ...request, axes });
  if (swapped === null) return null;
  const count = swapped.filter((text) => text !== null).length;
  if (count === 0) throw nothingToSwap(train.path, axes, 'mitigation.counterfactual.axes');
  const what = `${countOf(count, 'row')} (${formatPercent(count / swapped.length)})`;
  const where = sides === 2 ? 'beside' : 'in place of';
  return {
    datasets: { ...datasets, train: withSwaps(train, swapped, sides) },
    note: `Trains on ${what} with ${axes.join(', ')} swapped, ${where} their originals.`,
  };
}

/** That no row mentions the axes: a training with them would be one without. */
export function nothingToSwap(file: string, axes: readonly string[], key: string): UserError {
  return new UserError(`No training row has words of ${axes.join(' or ')} that can be swapped.`, {
    place: { file },
    key,
    next: 'Name other axes, or remove this part of "mitigation". Only English words are known.',
  });
}

function withSwaps(
  train: LabelledExamples,
  swapped: readonly (string | null)[],
  sides: CounterfactualConfig['sides'],
): LabelledExamples {
  const places = swapped.flatMap((text, row) => {
    const original = { row, text: null };
    if (text === null) return [original];
    return sides === 2 ? [original, { row, text }] : [{ row, text }];
  });
  const rows = places.map(({ row }) => row);
  const selected = selectExamples(train, rows);
  return {
    ...selected,
    texts: places.map(({ row, text }) => text ?? train.texts[row] ?? ''),
    labelIds: Int32Array.from(rows, (row) => train.labelIds[row] ?? 0),
    columns: Object.fromEntries(
      Object.entries(selected.columns).map(([name, values]) => [
        name,
        values.map((value, at) => (places[at]?.text === null ? value : null)),
      ]),
    ),
  };
}
