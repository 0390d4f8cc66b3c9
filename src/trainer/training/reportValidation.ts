import { runPaths } from '../../runs/runFolder';
import { predictionLines } from '../inference/predictionLines';
import { bootstrapSeed } from '../metrics/bootstrap';
import { evaluationReport } from '../metrics/evaluationReport';
import { keepReport } from '../metrics/keepReport';
import { computeLogits, type LogitsSource } from './evaluate';
import type { RunInputs } from './openRun';
import type { TrainRequest } from './trainRun';

/** Keeps a full report of the final model on the validation split: intervals, confusion matrix, worst rows. */
export async function reportValidation(
  { config, folder, control }: TrainRequest,
  { model, datasets }: RunInputs,
  source: LogitsSource,
): Promise<void> {
  const { validation, records } = datasets;
  const record = records.find(({ split }) => split === 'validation');
  if (validation === null || record === undefined) return;
  // note: the run is complete already; a user who wants it to end does not wait for the report.
  const logits = await computeLogits(source, () => !control.stopRequested());
  if (logits === null) return;
  const report = evaluationReport({
    task: config.task,
    labels: model.labels,
    examples: validation,
    gold: validation.labelIds,
    logits,
    split: 'validation',
    data: { path: record.path, hash: record.hash },
    model: runPaths(folder).model,
    seed: bootstrapSeed,
    createdAt: Date.now() / 1_000,
  });
  keepReport(folder, report, predictionLines(model.labels, validation.rows, logits));
}
