import { compareOutcomes } from '../../data/compareOutcomes';
import type { Flip } from '../../data/compareOutcomes';
import type { FlippedRow, RunSnapshot, CompareSnapshot } from '../../protocol/pages';
import type { EvaluationReport } from '../../protocol/reports';
import type { DataSource } from '../../protocol/runConfig';
import { sameRows } from '../../protocol/sameRows';
import type { DatasetReader } from '../datasets/datasetReader';

/** What the compare page shows of the first two runs. */
export type Comparison = Pick<CompareSnapshot, 'flipped' | 'mcnemar'>;

/** More rows than anyone reads one by one. */
const mostFlipped = 1_000;

/**
 * Rows that flipped between the newest evaluations of the first two runs on the same rows, and whether
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
    return { flipped: [], mcnemar: { ...none, evaluations: null } };
  }
  const [report, other] = pair;
  const { flips, ...test } = compareOutcomes(report, other);
  const listed = flips.slice(0, mostFlipped);
  const texts = await textsOf(first, report, listed, datasets);
  const flipped = listed.map(({ row, line, gold, predictions }): FlippedRow => ({
    path: report.data.path,
    line,
    text: texts.get(row) ?? '',
    gold,
    predictions,
  }));
  return { flipped, mcnemar: { ...test, evaluations: [report.createdAt, other.createdAt] } };
}

/** The newest evaluations on the same rows, else the newest of each; null when one has none. Oldest first. */
export function newestPair(
  first: readonly EvaluationReport[],
  second: readonly EvaluationReport[],
): readonly [EvaluationReport, EvaluationReport] | null {
  for (const report of first.toReversed()) {
    const twin = second.findLast((other) => sameRows(other, report));
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
    return await datasets.texts(
      source,
      column,
      flips.map(({ row }) => row),
    );
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
