import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { resolvedConfigJson } from '../../config/printRunConfig';
import { hashFile } from '../../data/hashFile';
import type { PredictionLine } from '../../protocol/reports';
import type { RunConfig } from '../../protocol/runConfig';
import { productVersion } from '../../protocol/version';
import { runPaths } from '../../runs/runFolder';
import { writeFileAtomically } from '../../runs/writeAtomically';

/** The files of an out-of-fold prediction: what is done already need not be done again. */
export interface FoldFiles {
  readonly folder: string;
  /** Where the runs of the folds are made. */
  readonly runs: string;
  /** Rows to train on without those of a fold. */
  readonly training: (fold: number) => string;
  readonly probabilities: string;
}

export function foldFiles(config: RunConfig, name: string): FoldFiles {
  const folder = path.join(path.dirname(config.output), 'out-of-fold', name);
  return {
    folder,
    runs: path.join(folder, 'runs'),
    training: (fold) => path.join(folder, `without-fold-${fold + 1}.jsonl`),
    probabilities: path.join(folder, 'probabilities.jsonl'),
  };
}

/** Opens the folder; what stands there of another config, other rows or other folds goes. */
export async function openFolds(
  { folder }: FoldFiles,
  config: RunConfig,
  folds: number,
): Promise<void> {
  const asked = JSON.stringify({
    version: productVersion,
    config: createHash('sha256').update(resolvedConfigJson(config)).digest('hex'),
    data: await hashFile(config.data.train.path),
    folds,
  });
  const state = path.join(folder, 'folds.json');
  if (existsSync(state) && readFileSync(state, 'utf8') === asked) return;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const ignoreFile = path.join(path.dirname(folder), '.gitignore');
  if (!existsSync(ignoreFile)) writeFileSync(ignoreFile, '*\n');
  writeFileAtomically(state, asked);
}

function predictionsFile({ folder }: FoldFiles, fold: number): string {
  return path.join(folder, `fold-${fold + 1}.predictions.jsonl`);
}

/** The answers about the rows of a fold; null: it is still to be done. */
export function readFold(files: FoldFiles, fold: number): readonly PredictionLine[] | null {
  const file = predictionsFile(files, fold);
  if (!existsSync(file)) return null;
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as PredictionLine);
}

export function writePredictions(file: string, lines: readonly PredictionLine[]): void {
  writeFileAtomically(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** Keeps the answers about a fold; its run and its rows are not needed any more. */
export function keepFold(files: FoldFiles, fold: number, lines: readonly PredictionLine[]): void {
  writePredictions(predictionsFile(files, fold), lines);
  rmSync(files.training(fold), { force: true });
  const run = runOfFold(files, fold);
  if (run !== null) rmSync(run, { recursive: true, force: true });
}

export function nameOfFold(fold: number): string {
  return `fold-${fold + 1}`;
}

/** The run of a fold that was begun; null: none was. */
export function runOfFold({ runs }: FoldFiles, fold: number): string | null {
  if (!existsSync(runs)) return null;
  const name = readdirSync(runs).find((each) => each.endsWith(`-${nameOfFold(fold)}`));
  const folder = name === undefined ? null : path.join(runs, name);
  return folder !== null && existsSync(runPaths(folder).record) ? folder : null;
}
