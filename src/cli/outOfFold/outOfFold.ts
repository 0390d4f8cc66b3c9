import path from 'node:path';
import { loadRunConfig } from '../../config/loadRunConfig';
import { crossFolds } from '../../data/crossFolds';
import { requireDeclared } from '../../data/declaredLabels';
import { loadExamples, type Examples } from '../../data/loadExamples';
import { UserError } from '../../protocol/errors';
import { countOf, formatShare } from '../../protocol/formatNumber';
import type { PredictionLine } from '../../protocol/reports';
import type { RunConfig } from '../../protocol/runConfig';
import { nameOfConfig, sanitiseName } from '../../runs/runName';
import { shellQuoted } from '../../runs/resumeCommand';
import { classify } from '../../trainer/inference/classify';
import { loadClassifier } from '../../trainer/inference/loadClassifier';
import { predictionLines } from '../../trainer/inference/predictionLines';
import type { TrainerEvent } from '../../trainer/process/runTrainer';
import { exitCode, type ExitCode } from '../exitCode';
import { untilInterrupted } from '../interruption';
import { printJson, printLine, type Output } from '../output';
import type { ParsedArguments } from '../parseArguments';
import { progressLines } from '../progressLines';
import { bar, openLiveLine } from '../terminal/liveLine';
import { shortestPath } from '../terminal/shortestPath';
import { foldFiles, keepFold, openFolds, readFold, writePredictions } from './foldFiles';
import { trainFold } from './trainFold';

/** Tells a person or a program how far the work is, share from 0 to 1. */
type Tell = (share: number, words: string) => void;

/**
 * Predicts every row of a config's training file by a run that was not trained on it: one run a fold. What is done is kept,
 * so that the same command goes on after a stop.
 */
export async function outOfFold(given: ParsedArguments, output: Output): Promise<ExitCode> {
  const file = given.value('out-of-fold') ?? '';
  const folds = readFolds(given.value('folds'));
  const { config } = await loadRunConfig(file, given.values('set'));
  const files = foldFiles(config, sanitiseName(nameOfConfig(file)));
  const live = openLiveLine(output);
  const progress = progressLines(output, path.basename(file));
  const tell: Tell = (share, words) => {
    progress(share);
    if (!given.has('json')) live.show(`${bar(share, 20)} ${Math.floor(share * 100)} %  ${words}`);
  };
  const work = { config, files, folds };
  const done = await untilInterrupted((signal) => predictAll(work, tell, signal)).finally(() => {
    live.end();
  });
  if (done === null) {
    output.stderr.write('Stopped; what is done is kept. The same command goes on with it.\n');
    return exitCode.stopped;
  }
  const { lines, examples } = done;
  writePredictions(files.probabilities, lines);
  if (given.has('json')) for (const line of lines) printJson(output, line);
  else for (const line of summary(lines, examples, folds, files)) printLine(output, line);
  return exitCode.done;
}

const [usualFolds, mostFolds] = [5, 20];

function readFolds(given: string | null): number {
  const folds = given === null ? usualFolds : Number(given);
  if (Number.isInteger(folds) && folds >= 2 && folds <= mostFolds) return folds;
  throw new UserError(`--folds ${given ?? ''} is not a number of folds.`, {
    next: `Write a whole number from 2 to ${mostFolds}; ${usualFolds} where it is not given.`,
  });
}

interface Work {
  readonly config: RunConfig;
  readonly files: ReturnType<typeof foldFiles>;
  readonly folds: number;
}

/** @returns the lines of all rows in the order of the file; null when a run was stopped */
async function predictAll(
  work: Work,
  tell: Tell,
  signal: AbortSignal,
): Promise<{ readonly lines: readonly PredictionLine[]; readonly examples: Examples } | null> {
  const { config, files, folds } = work;
  const { train, fields } = config.data;
  const examples = await loadExamples(train, { fields, needsLabel: true, signal });
  // note: a fold's own run would name a file that the user does not know.
  if (config.data.labels != null) requireDeclared(examples, config.data.labels);
  const foldOf = crossFolds(examples, folds, config.training.seed);
  if (!foldOf.includes(folds - 1))
    throw new UserError(
      `${countOf(examples.texts.length, 'row')} are too few for ${folds} folds.`,
      {
        place: { file: train.path },
        next: 'Ask for fewer folds, or add rows with other texts.',
      },
    );
  await openFolds(files, config, folds);
  const labels = [...new Set(examples.labels)].sort();
  const lines: PredictionLine[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const at: Tell = (share, words) => {
      tell((fold + share) / folds, `fold ${fold + 1} of ${folds}, ${words}`);
    };
    const known = readFold(files, fold);
    const found =
      known ?? (await predictFold({ ...work, fold, foldOf, examples }, labels, at, signal));
    if (found === null) return null;
    if (known === null) keepFold(files, fold, found);
    lines.push(...found);
  }
  return { lines: lines.sort((a, b) => a.row - b.row), examples };
}

async function predictFold(
  work: Work & {
    readonly fold: number;
    readonly foldOf: Uint8Array;
    readonly examples: Examples;
  },
  labels: readonly string[],
  tell: Tell,
  signal: AbortSignal,
): Promise<readonly PredictionLine[] | null> {
  const { fold, foldOf, examples } = work;
  const positions = examples.rows.flatMap((_, at) => (foldOf[at] === fold ? [at] : []));
  const heldOut = new Set(positions.map((at) => examples.rows[at]));
  const model = await trainFold(work, (row) => !heldOut.has(row), trainingShare(tell));
  if (model === null) return null;
  const classifier = await loadClassifier(model, {
    engine: 'compiled',
    device: 'auto',
    maxLength: null,
  });
  try {
    const texts = positions.map((at) => examples.texts[at] ?? '');
    const { logits } = await classify(classifier, texts, { signal });
    const rows = positions.map((at) => examples.rows[at] ?? 0);
    // A label that stands in this fold alone is one that its run knows nothing of.
    const none = Object.fromEntries(labels.map((label) => [label, 0]));
    return predictionLines(classifier.labels, rows, logits).map((line) => ({
      ...line,
      scores: { ...none, ...line.scores },
    }));
  } finally {
    await classifier.dispose();
  }
}

/** Predicting takes a small part of the time of a fold. */
const shareOfTraining = 0.95;

function trainingShare(tell: Tell): (event: TrainerEvent) => void {
  let totalSteps: number | null = null;
  return (event) => {
    if (event.type === 'record') totalSteps = event.record.totalSteps;
    const last = event.type === 'lines' ? event.lines.at(-1) : undefined;
    if (last === undefined || totalSteps === null) return;
    tell((shareOfTraining * last.step) / totalSteps, `step ${last.step} of ${totalSteps}`);
  };
}

function summary(
  lines: readonly PredictionLine[],
  { labels, rows, path: file }: Examples,
  folds: number,
  { probabilities }: Work['files'],
): string[] {
  const labelOf = new Map(rows.map((row, at) => [row, labels[at]]));
  const same = lines.filter(({ row, prediction }) => labelOf.get(row) === prediction).length;
  const [from, to] = [shortestPath(file), shortestPath(probabilities)];
  return [
    `${countOf(lines.length, 'row')} predicted by ${folds} runs, none of them trained on it: ${formatShare(same, lines.length)} as labelled.`,
    `probabilities  ${to}`,
    `Look for wrong labels: finetune lint ${shellQuoted(from)} --probabilities ${shellQuoted(to)}`,
  ];
}
