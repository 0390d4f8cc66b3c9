import { groupColumns } from '../../data/groups/rowGroups';
import { UserError } from '../../protocol/errors';
import { groupSourceName, type GroupThresholds } from '../../protocol/mitigationConfig';
import { readRecord } from '../../runs/runRecord';
import { classify } from '../../trainer/inference/classify';
import { loadClassifier } from '../../trainer/inference/loadClassifier';
import { predictionLines } from '../../trainer/inference/predictionLines';
import { bootstrapSeed } from '../../trainer/metrics/bootstrap';
import { evaluationReport } from '../../trainer/metrics/evaluationReport';
import { keepReport } from '../../trainer/metrics/keepReport';
import {
  applyThresholds,
  describeThresholds,
  withoutThreshold,
} from '../../trainer/mitigation/groupThresholds';
import { thresholdsCaveat } from '../../protocol/thresholdsCaveat';
import type { FinetuneFile } from '../../trainer/modelFolder/finetuneFile';
import { evaluationRows, type EvaluationRows } from '../evaluationRows';
import { exitCode, type ExitCode } from '../exitCode';
import { findSubject, type Subject } from '../findRun';
import { printJson, printLine, widthOf, type Output } from '../output';
import { progressLines } from '../progressLines';
import { required, type ParsedArguments } from '../parseArguments';
import { taskOf } from '../taskFlag';
import { bar, openLiveLine } from '../terminal/liveLine';
import { reportLines } from '../terminal/reportView';
import { shortestPath } from '../terminal/shortestPath';

/** Measures a model on labelled rows; a run keeps the report. */
export async function evaluate(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const task = taskOf(given);
  const subject = await findSubject(required(given, 'evaluate', 'a run or a model folder'));
  if (subject.note !== null) output.stderr.write(`${subject.note}\n`);
  const classifier = await loadClassifier(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  const { labels, finetune } = classifier;
  const thresholds = askedThresholds(given, finetune);
  const columns = groupColumns(thresholds?.groups ?? null, null);
  const rows = await evaluationRows(given, { ofRun: finetune, labels, columns });
  warnOfChange(rows, subject, output);
  const live = openLiveLine(output);
  const isJson = given.has('json');
  const tell = progressLines(output, 'Evaluating');
  const { logits } = await classify(classifier, rows.examples.texts, {
    onProgress(done) {
      tell(done);
      if (!isJson) live.show(`${bar(done, 20)} ${Math.floor(done * 100)} %  evaluating`);
    },
  });
  live.end();
  const { examples, split, hash } = rows;
  if (thresholds !== null)
    output.stderr.write(
      `${describeThresholds(thresholds)}${withoutThreshold(thresholds, examples)} ${thresholdsCaveat}\n`,
    );
  const report = {
    ...evaluationReport({
      task,
      labels,
      examples,
      gold: examples.labelIds,
      logits: thresholds === null ? logits : applyThresholds(thresholds, examples, logits),
      split,
      data: { path: examples.path, hash },
      model: subject.model,
      seed: bootstrapSeed,
      createdAt: Date.now() / 1000,
    }),
    ...(thresholds === null ? {} : { thresholdsBy: groupSourceName(thresholds.groups) }),
  };
  const kept =
    subject.run === null
      ? null
      : keepReport(subject.run, report, predictionLines(labels, examples.rows, logits));
  if (isJson) printJson(output, report);
  else {
    for (const line of reportLines(report, widthOf(output))) printLine(output, line);
    if (kept !== null) {
      printLine(output, `\nreport       ${shortestPath(kept.report)}`);
      printLine(output, `predictions  ${shortestPath(kept.predictions)}`);
    }
  }
  await classifier.dispose();
  return exitCode.done;
}

/**
 * The thresholds that --groups asks for: it names the column, or axis, that they are of. @throws UserError for another one, and for
 * a model that has none
 */
function askedThresholds(
  given: ParsedArguments,
  finetune: FinetuneFile | null,
): GroupThresholds | null {
  const asked = given.value('groups');
  if (asked === null) return null;
  const thresholds = finetune?.thresholds;
  if (thresholds === undefined)
    throw new UserError(
      'This model has no thresholds by group, so --groups has nothing to choose.',
      {
        next: 'Leave --groups out, or train with "mitigation.thresholds". "finetune audit --groups" compares groups of any model.',
      },
    );
  const name = groupSourceName(thresholds.groups);
  if (asked === name) return thresholds;
  throw new UserError(`The thresholds of this model are of groups by "${name}", not "${asked}".`, {
    next: `Write --groups ${name}.`,
  });
}

/** Figures of other rows than those the run knew must not be taken for its own. */
function warnOfChange({ split, hash }: EvaluationRows, { run }: Subject, output: Output): void {
  if (run === null || split === null) return;
  const before = readRecord(run).datasets.find((dataset) => dataset.split === split);
  if (before !== undefined && before.hash !== hash)
    output.stderr.write(`Note: the ${split} data changed since the run read it.\n`);
}
