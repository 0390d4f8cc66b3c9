import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { EvaluationReport } from '../../protocol/reports';
import { runPaths } from '../../runs/runFolder';
import { readRecord } from '../../runs/runRecord';
import { writeFileAtomically } from '../../runs/writeAtomically';
import { classify } from '../../trainer/inference/classify';
import { loadClassifier } from '../../trainer/inference/loadClassifier';
import { evaluationMarkdown } from '../../trainer/metrics/evaluationMarkdown';
import { evaluationReport, evaluationReportJson } from '../../trainer/metrics/evaluationReport';
import { evaluationRows, type EvaluationRows } from '../evaluationRows';
import { exitCode, type ExitCode } from '../exitCode';
import { findSubject, type Subject } from '../findRun';
import { printJson, printLine, widthOf, type Output } from '../output';
import { required, type ParsedArguments } from '../parseArguments';
import { taskOf } from '../taskFlag';
import { bar, openLiveLine } from '../terminal/liveLine';
import { reportLines } from '../terminal/reportView';
import { shortest } from '../terminal/trainView';

/** Fixed, so that the same rows give the same intervals. */
const bootstrapSeed = 42;

/** Measures a model on labelled rows; a run keeps the report. */
export async function evaluate(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const task = taskOf(given);
  const subject = await findSubject(required(given, 'evaluate', 'a run or a model folder'));
  const classifier = await loadClassifier(subject.model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  const { labels, finetune } = classifier;
  const rows = await evaluationRows(given, finetune?.data ?? null, labels);
  warnOfChange(rows, subject, output);
  const live = openLiveLine(output);
  const isJson = given.has('json');
  const { logits } = await classify(classifier, rows.examples.texts, {
    onProgress(done) {
      if (!isJson) live.show(`${bar(done, 20)} ${Math.floor(done * 100)} %  evaluating`);
    },
  });
  live.end();
  const { examples, split, hash } = rows;
  const report = evaluationReport({
    task,
    labels,
    examples,
    gold: examples.labelIds,
    logits,
    split,
    data: { path: examples.path, hash },
    model: subject.model,
    seed: bootstrapSeed,
    createdAt: Date.now() / 1000,
  });
  const kept = subject.run === null ? null : keepReport(subject.run, report);
  if (isJson) printJson(output, report);
  else {
    for (const line of reportLines(report, widthOf(output))) printLine(output, line);
    if (kept !== null) printLine(output, `\nreport  ${shortest(kept)}`);
  }
  await classifier.dispose();
  return exitCode.done;
}

/** Figures of other rows than those the run knew must not be taken for its own. */
function warnOfChange({ split, hash }: EvaluationRows, { run }: Subject, output: Output): void {
  if (run === null || split === null) return;
  const before = readRecord(run).datasets.find((dataset) => dataset.split === split);
  if (before !== undefined && before.hash !== hash)
    output.stderr.write(`Note: the ${split} data changed since the run read it.\n`);
}

/** Writes reports/evaluation-SPLIT-TIME.json and .md; returns the path of the first. */
function keepReport(run: string, report: EvaluationReport): string {
  const { reports } = runPaths(run);
  mkdirSync(reports, { recursive: true });
  const time = new Date(report.createdAt * 1000).toISOString().replace(/[-:]|\.\d+Z/g, '');
  const base = path.join(reports, `evaluation-${report.split ?? 'data'}-${time}`);
  writeFileAtomically(`${base}.md`, evaluationMarkdown(report));
  writeFileAtomically(`${base}.json`, evaluationReportJson(report));
  return `${base}.json`;
}
