import type { GroupColumn, ScoredRows } from '../src/audit/scoredRows';
import { seededNumbers } from '../src/data/seededNumbers';

export interface ScoresRequest {
  readonly rows: number;
  readonly columns: number;
  /** Of each column. */
  readonly groups: number;
  readonly labels: number;
  /** Rows of each text. */
  readonly copies: number;
  /** Of the noise of the scores alone: two seeds are two models, asked about the same rows. */
  readonly model?: number;
}

/** Scored rows whose first group of the first column has the last label a little too often. */
export function generateScores(request: ScoresRequest): {
  readonly rows: ScoredRows;
  readonly columns: readonly GroupColumn[];
} {
  const { rows: count, labels: labelCount } = request;
  const next = seededNumbers(1);
  const labels = Array.from({ length: labelCount }, (_, label) => `label${label}`);
  const gold = Int32Array.from({ length: count }, () => Math.floor(next() * labelCount));
  const columns = Array.from({ length: request.columns }, (_, column) => ({
    name: `column${column}`,
    values: Array.from({ length: count }, () => `${Math.floor(next() * request.groups)}`),
  }));
  const noise = request.model === undefined ? next : seededNumbers(1 + request.model);
  const probabilities = new Float32Array(count * labelCount);
  for (let row = 0; row < count; row += 1) {
    let sum = 0;
    for (let label = 0; label < labelCount; label += 1) {
      const isFavoured = label === labelCount - 1 && columns[0]?.values[row] === '0';
      const power = noise() * 3 + Number(gold[row] === label) * 2 + Number(isFavoured) * 0.3;
      probabilities[row * labelCount + label] = Math.exp(power);
      sum += Math.exp(power);
    }
    for (let label = 0; label < labelCount; label += 1)
      probabilities[row * labelCount + label] =
        (probabilities[row * labelCount + label] ?? 0) / sum;
  }
  const numbers = Int32Array.from({ length: count }, (_, row) => row + 1);
  const texts = Math.ceil(count / request.copies);
  return {
    columns,
    rows: {
      ...{ path: 'rows.csv', labels, gold, probabilities, rows: numbers, lines: numbers },
      texts: Array.from({ length: count }, (_, row) => `text ${row % texts}`),
    },
  };
}
