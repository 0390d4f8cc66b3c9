import type { EvaluationReport } from '../../protocol/reports';

/** A place in the confusion matrix. */
export interface Cell {
  readonly gold: string;
  readonly prediction: string;
}

/** A row of the data in a cell; text and confidence only where the report keeps them. */
export interface CellRow extends Cell {
  readonly row: number;
  readonly path: string;
  readonly line: number;
  readonly text: string | null;
  readonly confidence: number | null;
}

/** How much of the chart colour a full cell has; with more, text falls below a contrast of 4.5. */
export const hottest = 0.42;

/** Share of each row's true label; null where a label has no rows. */
export function rowShares(counts: readonly (readonly number[])[]): (number | null)[][] {
  return counts.map((row) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    return row.map((count) => (total === 0 ? null : count / total));
  });
}

/** Ids of the labels with the most errors, taken for another or another for them, in the order of their ids. */
export function mostConfused(counts: readonly (readonly number[])[], nMost: number): number[] {
  const nErrors = counts.map(() => 0);
  counts.forEach((row, gold) =>
    row.forEach((count, prediction) => {
      if (gold === prediction) return;
      nErrors[gold] = (nErrors[gold] ?? 0) + count;
      nErrors[prediction] = (nErrors[prediction] ?? 0) + count;
    }),
  );
  return [...nErrors.keys()]
    .sort((a, b) => (nErrors[b] ?? 0) - (nErrors[a] ?? 0))
    .slice(0, nMost)
    .sort((a, b) => a - b);
}

/**
 * The rows of a cell: first those whose text the report keeps, the most confident first, then all others in file
 * order. A report without the answers row by row has only the former.
 */
export function rowsInCell(report: EvaluationReport, { gold, prediction }: Cell): CellRow[] {
  const worst = report.worst.filter((row) => row.gold === gold && row.prediction === prediction);
  const { outcomes } = report;
  if (outcomes === undefined) return worst;
  const { labels } = report.confusionMatrix;
  const [goldId, predictedId] = [labels.indexOf(gold), labels.indexOf(prediction)];
  const known = new Set(worst.map(({ row }) => row));
  const others = outcomes.rows.flatMap((row, index): CellRow[] => {
    const isInCell = outcomes.gold[index] === goldId && outcomes.predicted[index] === predictedId;
    if (!isInCell || known.has(row)) return [];
    const { path } = report.data;
    const line = outcomes.lines[index] ?? 1;
    return [{ row, path, line, gold, prediction, text: null, confidence: null }];
  });
  return [...worst, ...others];
}
