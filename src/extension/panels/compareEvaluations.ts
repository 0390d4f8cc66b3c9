import { compareOutcomes } from '../../data/compareOutcomes';
import type { Flip } from '../../data/compareOutcomes';
import type { FlippedRow, RunSnapshot, ToComparePage } from '../../protocol/pages';
import type { EvaluationReport } from '../../protocol/reports';
import type { DataSource } from '../../protocol/runConfig';
import type { DatasetReader } from '../datasets/datasetReader';

type Comparison = Pick<ToComparePage, 'flipped' | 'mcnemar'>;

/** More rows than anyone reads one by one. */
const mostTexts = 1_000;

/**
 * Rows that flipped between the newest evaluations of the first two runs on the same data, and whether
 * that may be chance.
 */
export async function compareEvaluations(
  runs: readonly RunSnapshot[],
  datasets: Pick<DatasetReader, 'read' | 'texts'>,
): Promise<Comparison> {
  const [first, second] = runs;
  if (first === undefined || second === undefined) return { flipped: [], mcnemar: null };
  const pair = newestPair(first.evaluations, second.evaluations);
  if (pair === null) {
    const missing = [first, second].filter(({ evaluations }) => evaluations.length === 0);
    const names = missing.map(({ record }) => record.name).join(' and ');
    const reason = `Evaluate ${names} to see which rows flipped.`;
    const none = { pValue: null, onlyFirstRight: 0, onlySecondRight: 0, reason };
    return { flipped: [], mcnemar: none };
  }
  const { flips, ...mcnemar } = compareOutcomes(pair[0], pair[1]);
  const texts = await textsOf(first, pair[0], flips, datasets);
  const { path } = pair[0].data;
  const flipped = flips.slice(0, mostTexts).map(({ row, line, gold, predictions }): FlippedRow => ({
    path,
    line,
    text: texts.get(row) ?? '',
    gold,
    predictions,
  }));
  return { flipped, mcnemar };
}

/** The newest evaluations on the same data, else the newest of each; null when one has none. */
export function newestPair(
  first: readonly EvaluationReport[],
  second: readonly EvaluationReport[],
): readonly [EvaluationReport, EvaluationReport] | null {
  for (const report of first.toReversed()) {
    const twin = second.findLast(({ data }) => data.hash === report.data.hash);
    if (twin !== undefined) return [report, twin];
  }
  const [a, b] = [first.at(-1), second.at(-1)];
  return a === undefined || b === undefined ? null : [a, b];
}

/** Texts of flipped rows; none when the file changed since, for other rows would stand there. */
async function textsOf(
  run: RunSnapshot,
  report: EvaluationReport,
  flips: readonly Flip[],
  datasets: Pick<DatasetReader, 'read' | 'texts'>,
): Promise<ReadonlyMap<number, string>> {
  if (flips.length === 0) return new Map();
  const source = sourceOf(run, report.data.path);
  try {
    const facts = await datasets.read(source);
    const column = run.config?.data.fields.text ?? facts.fields?.text;
    if (facts.hash !== report.data.hash || column === undefined) return new Map();
    const rows = flips.slice(0, mostTexts).map(({ row }) => row);
    return await datasets.texts(source, column, rows);
  } catch {
    return new Map();
  }
}

/** The file as the run's config describes it. */
function sourceOf({ config }: RunSnapshot, path: string): DataSource {
  const data = config?.data;
  const named = [data?.test, data?.validation, data?.train].find((source) => source?.path === path);
  return named ?? { path, format: null, header: null, columns: null };
}
