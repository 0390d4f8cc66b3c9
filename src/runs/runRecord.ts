import { readFileSync } from 'node:fs';
import { UserError } from '../protocol/errors';
import type { DatasetRecord, PhaseTime, RunEvent, RunRecord, RunState } from '../protocol/run';
import { runPaths } from './runFolder';
import { writeFileAtomically } from './writeAtomically';

const states: Readonly<Record<RunState, true>> = {
  starting: true,
  running: true,
  stopping: true,
  finished: true,
  stopped: true,
  failed: true,
  interrupted: true,
};

/** The record of a run that nobody trains yet. `startedAt` in seconds since 1970. */
export function newRecord(facts: {
  readonly name: string;
  readonly engine: RunRecord['engine'];
  readonly configFile: string | null;
  readonly configSet: readonly string[];
  readonly startedAt: number;
}): RunRecord {
  return {
    version: 1,
    name: facts.name,
    state: 'starting',
    pid: null,
    processStart: null,
    socket: null,
    device: null,
    engine: facts.engine,
    versions: {},
    datasets: [],
    model: null,
    startedAt: facts.startedAt,
    finishedAt: null,
    totalSteps: null,
    totalEpochs: null,
    phases: [],
    waitingFor: null,
    best: null,
    events: [],
    failure: null,
    configFile: facts.configFile,
    configSet: facts.configSet,
    peakMemoryBytes: null,
    note: null,
  };
}

/** Writes run.json, complete or not at all. */
export function writeRecord(folder: string, record: RunRecord): void {
  writeFileAtomically(runPaths(folder).record, `${JSON.stringify(record, null, 2)}\n`);
}

/**
 * run.json as it stands, with the user's name and note; the state is what was written last, which a killed
 * trainer could not correct: ask `readRun` for the state that is true now.
 * @throws UserError that names run.json when it cannot be read
 */
export function readRecord(folder: string): RunRecord {
  const file = runPaths(folder).record;
  try {
    return tryReadRecord(folder);
  } catch (error) {
    throw new UserError(`The run cannot be read: ${reasonOf(error)}.`, {
      place: { file },
      next: 'Restore this file, or begin a new run from the config.',
    });
  }
}

/** As readRecord. @throws what went wrong, for `reasonOf` */
export function tryReadRecord(folder: string): RunRecord {
  const record = parseRecord(readFileSync(runPaths(folder).record, 'utf8'));
  return { ...record, ...readAbout(folder) };
}

/** Why run.json cannot be read, as the rest of a sentence. */
export function reasonOf(error: unknown): string {
  if (error instanceof SyntaxError) return 'run.json is not JSON';
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'run.json is missing';
  return error instanceof Error ? error.message : String(error);
}

/** Fills what is missing, drops what has the wrong type; only name, state and start are indispensable. */
export function parseRecord(text: string): RunRecord {
  const raw: unknown = JSON.parse(text);
  if (!isObject(raw)) throw new Error('run.json does not hold an object');
  if (typeof raw.version === 'number' && raw.version > 1)
    throw new Error('run.json was written by a newer version');
  const state = raw.state;
  if (typeof state !== 'string' || !Object.hasOwn(states, state))
    throw new Error(`run.json has no known state`);
  const startedAt = numberOrNull(raw.startedAt);
  if (startedAt === null) throw new Error('run.json does not say when the run began');
  return {
    version: 1,
    name: stringOrNull(raw.name) ?? 'run',
    state: state as RunState,
    pid: numberOrNull(raw.pid),
    processStart: stringOrNull(raw.processStart),
    socket: stringOrNull(raw.socket),
    device: stringOrNull(raw.device) as RunRecord['device'],
    engine: raw.engine === 'eager' ? 'eager' : 'compiled',
    versions: isObject(raw.versions) ? onlyStrings(raw.versions) : {},
    datasets: objectsIn<DatasetRecord>(raw.datasets, ['split', 'path']),
    model: isObject(raw.model) ? (raw.model as unknown as RunRecord['model']) : null,
    startedAt,
    finishedAt: numberOrNull(raw.finishedAt),
    totalSteps: numberOrNull(raw.totalSteps),
    totalEpochs: numberOrNull(raw.totalEpochs),
    phases: objectsIn<PhaseTime>(raw.phases, ['phase', 'startedAt']),
    waitingFor: partOrNull(raw.waitingFor, ['run', 'reason']),
    best: partOrNull(raw.best, ['metric', 'value', 'step']),
    events: objectsIn<RunEvent>(raw.events, ['type', 'step', 'message']),
    failure: partOrNull(raw.failure, ['reason', 'next']),
    configFile: stringOrNull(raw.configFile),
    configSet: Array.isArray(raw.configSet)
      ? raw.configSet.filter((key) => typeof key === 'string')
      : [],
    peakMemoryBytes: numberOrNull(raw.peakMemoryBytes),
    note: stringOrNull(raw.note),
  };
}

export interface About {
  readonly name?: string;
  readonly note?: string | null;
}

/** What the user called and noted; empty where nothing was. */
export function readAbout(folder: string): About {
  try {
    const raw: unknown = JSON.parse(readFileSync(runPaths(folder).about, 'utf8'));
    if (!isObject(raw)) return {};
    const { name, note } = raw;
    return {
      ...(typeof name === 'string' && name !== '' ? { name } : {}),
      ...(typeof note === 'string' || note === null ? { note } : {}),
    };
  } catch {
    return {};
  }
}

type Raw = Record<string, unknown>;

function isObject(value: unknown): value is Raw {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function numberOrNull(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}

function stringOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function onlyStrings(value: Raw): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** The part when it bears all keys that make it readable. */
function partOrNull<T extends object>(
  value: unknown,
  keys: readonly (keyof T & string)[],
): T | null {
  return isObject(value) && keys.every((key) => key in value) ? (value as T) : null;
}

function objectsIn<T extends object>(value: unknown, keys: readonly (keyof T & string)[]): T[] {
  if (!Array.isArray(value)) return [];
  return value.map((item) => partOrNull<T>(item, keys)).filter((item) => item !== null);
}
