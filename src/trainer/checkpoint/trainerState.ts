import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { metricIds } from '../../protocol/metrics';
import type { DatasetRecord } from '../../protocol/run';
import type { Device, RunConfig } from '../../protocol/runConfig';
import type { Progress } from '../training/progress';
import { countOf } from '../../protocol/formatNumber';

/**
 * `trainer_state.json`: what continues a training besides weights and moments. Order of the data and dropout masks
 * follow from seed and step, so they need no state of their own. Holds no path: a run may be moved.
 */
export interface TrainerState {
  readonly version: 1;
  readonly progress: Progress;
  /** Position in the data, for readers; it follows from the step. */
  readonly epoch: number;
  readonly totalSteps: number;
  readonly seed: number;
  readonly device: Device;
  readonly labels: readonly string[];
  /** The parts of the config that decide the numbers. */
  readonly settings: Settings;
  /** Content hashes of what the training reads. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Rows of each of `inputs`; absent in checkpoints of the first version. */
  readonly rows?: Readonly<Record<string, number>>;
}

type Settings = Readonly<Record<string, unknown>>;

const stateName = 'trainer_state.json';

/** The settings a resumed run must share with its beginning, as dotted keys. */
export function settingsOf(config: RunConfig): Settings {
  const { task, method, training, regularization, mitigation, evaluation, engine, data } = config;
  const { split, fields, labels = null } = data;
  return flatten({
    task,
    method,
    training,
    regularization,
    mitigation: mitigation ?? null,
    evaluation,
    engine,
    data: { split, fields, labels },
  });
}

/** Hashes of the data files, by split. */
export function inputsOf(datasets: readonly DatasetRecord[]): Record<string, string> {
  return Object.fromEntries(datasets.map(({ split, hash }) => [`data.${split}`, hash]));
}

/** Rows of the data files, by split. */
export function rowsOf(datasets: readonly DatasetRecord[]): Record<string, number> {
  return Object.fromEntries(datasets.map(({ split, rows }) => [`data.${split}`, rows]));
}

export async function writeTrainerState(folder: string, state: TrainerState): Promise<void> {
  await writeFile(path.join(folder, stateName), `${JSON.stringify(state, null, 1)}\n`);
}

/** @throws UserError when the file is not a trainer state of this version. */
export async function readTrainerState(folder: string): Promise<TrainerState> {
  const file = path.join(folder, stateName);
  const parsed: unknown = JSON.parse(await readFile(file, 'utf8'));
  if (!isTrainerState(parsed)) {
    throw new UserError('This checkpoint was written by another version.', {
      place: { file },
      next: 'Start a new run, or resume with the version that began it.',
    });
  }
  return parsed;
}

function isTrainerState(value: unknown): value is TrainerState {
  if (typeof value !== 'object' || value === null) return false;
  const { version, progress, settings, inputs } = value as Partial<TrainerState>;
  const best = progress?.best;
  return (
    version === 1 &&
    Number.isSafeInteger(progress?.step) &&
    Number.isSafeInteger(progress?.evaluatedAt) &&
    (best === null || (best !== undefined && metricIds.includes(best.metric))) &&
    typeof settings === 'object' &&
    typeof inputs === 'object'
  );
}

/**
 * A resumed run reads the same data.
 * @throws UserError at the first file that differs, with what it was and is.
 */
export function requireSameData(state: TrainerState, datasets: readonly DatasetRecord[]): void {
  for (const { split, path: file, hash, rows } of datasets) {
    const key = `data.${split}`;
    const before = state.inputs[key];
    if (before === hash) continue;
    const rowsBefore = state.rows?.[key];
    const isCounted = rowsBefore !== undefined && rowsBefore !== rows;
    const change = isCounted
      ? `it had ${printRows(rowsBefore)} and has ${printRows(rows)} now`
      : `its ${printRows(rows)} have another content than before`;
    const old = before === undefined ? '' : ` (SHA-256 ${before.slice(0, 12)}…)`;
    throw new UserError(`The ${split} data changed since this run began: ${change}.`, {
      place: { file },
      next: `Put the file back as it was${old} to resume this run, or start a new run from the same config.`,
    });
  }
}

function printRows(rows: number): string {
  return countOf(rows, 'row');
}

/**
 * A resumed run continues the same training: same settings, same labels.
 * @throws UserError that names the first thing that differs.
 */
export function requireSameTraining(state: TrainerState, now: TrainerState): void {
  const next = 'Undo the change to resume this run, or start a new run.';
  const keys = new Set([...Object.keys(state.settings), ...Object.keys(now.settings)]);
  for (const key of keys) {
    const [before, after] = [state.settings[key], now.settings[key]].map((value) =>
      JSON.stringify(value ?? null),
    );
    if (before === after) continue;
    throw new UserError(`${key} was ${before} when this run began and is ${after} now.`, { next });
  }
  if (state.labels.join('\n') !== now.labels.join('\n')) {
    throw new UserError(
      `The labels were ${state.labels.join(', ')} when this run began and are ${now.labels.join(', ')} now.`,
      { next },
    );
  }
}

function flatten(value: Readonly<Record<string, unknown>>, prefix = ''): Record<string, unknown> {
  const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.entries(flatten(item as Record<string, unknown>, `${prefix}${key}.`))
      : [[`${prefix}${key}`, item]],
  );
  return Object.fromEntries(entries);
}
