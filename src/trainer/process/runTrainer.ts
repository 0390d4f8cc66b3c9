import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { atConfigKey } from '../../config/atConfigKey';
import { parseRunConfig } from '../../config/parseRunConfig';
import { UserError } from '../../protocol/errors';
import type { RunRecord } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';
import type { FromTrainer } from '../../protocol/trainer';
import { productVersion } from '../../protocol/version';
import { processStart } from '../../runs/processIdentity';
import { resumeCommand } from '../../runs/resumeCommand';
import { runPaths } from '../../runs/runFolder';
import { lockRun } from '../../runs/runLock';
import { readRecord } from '../../runs/runRecord';
import { socketAddress } from '../../runs/socketAddress';
import type { Control, Reporter } from '../training/reporter';
import { chronicle } from './chronicle';
import { failureOf } from './failure';
import { openRecord, type LiveRecord } from './liveRecord';
import { waitForMemory, type MemoryPlace } from './memoryQueue';
import { processReporter } from './processReporter';
import { openLog } from './runLog';
import { onStopSignals } from './signals';
import { listen, type TrainerServer } from './trainerServer';

/** What the process runs: the training loop, or a stand-in of a test. */
export interface Trainable {
  /** Estimated peak memory in bytes. @throws UserError for what is wrong with model or data */
  estimateBytes(config: RunConfig): Promise<number>;
  train(request: {
    readonly config: RunConfig;
    readonly folder: string;
    readonly resume: boolean;
    readonly reporter: Reporter;
    readonly control: Control;
  }): Promise<{ readonly state: 'finished' | 'stopped' }>;
}

/** What happens in a run as it happens: the messages of its socket, and the words of its log. */
export type TrainerEvent = FromTrainer | { readonly type: 'log'; readonly message: string };

export interface TrainerOptions {
  readonly resume: boolean;
  readonly onEvent?: (event: TrainerEvent) => void;
  readonly trainable: Trainable;
}

/**
 * Trains a run in this process: takes its lock, keeps run.json true, listens on its socket, obeys signals. Returns
 * the last record (finished or stopped); a finished run that is resumed is returned as it is.
 * @throws what made the run fail, after its record says so; UserError when another process holds the run
 */
export async function runTrainer(folder: string, options: TrainerOptions): Promise<RunRecord> {
  const lock = await lockRun(folder);
  try {
    const before = readRecord(folder);
    if (options.resume && before.state === 'finished') return before;
    if (!options.resume && before.pid !== null)
      throw new UserError(`The run ${folder} was trained before.`, {
        next: `Go on with it: ${resumeCommand(folder)}`,
      });
    return await trainLocked(folder, before, options);
  } finally {
    lock.release();
  }
}

/** A run while its process has it. */
interface Session {
  readonly folder: string;
  readonly record: LiveRecord;
  readonly control: Control & { readonly stop: () => void; readonly checkpointNow: () => void };
  readonly tell: (event: TrainerEvent) => void;
}

async function trainLocked(
  folder: string,
  before: RunRecord,
  { resume, onEvent, trainable }: TrainerOptions,
): Promise<RunRecord> {
  const log = openLog(folder);
  const audience: { server: TrainerServer | null } = { server: null };
  const wordsFor = chronicle();
  const tell = (event: TrainerEvent): void => {
    for (const words of wordsFor(event)) log.write(words);
    if (event.type !== 'log') audience.server?.broadcast(event);
    onEvent?.(event);
  };
  const record = openRecord(folder, begin(before), (current) => {
    tell({ type: 'record', record: current });
  });
  const control = openControl(record, tell);
  const session: Session = { folder, record, control, tell };
  const fail = (error: unknown): ReturnType<typeof failureOf> => {
    const failure = failureOf(error, { folder, model: record.current().model });
    log.write(failure.log);
    end(record, { state: 'failed', failure: failure.record });
    return failure;
  };
  const onCrash = (error: unknown): void => {
    const { exitCode, record: told } = fail(error);
    process.stderr.write(`${told.reason} ${told.next} (${runPaths(folder).log})\n`);
    process.exit(exitCode);
  };
  process.on('uncaughtException', onCrash);
  const removeSignals = onStopSignals(control.stop, () => {
    end(record, { state: 'interrupted' });
  });
  try {
    record.update({ processStart: await processStart(process.pid), versions: versions() });
    audience.server = await openServer(session);
    record.update({ socket: audience.server?.address ?? null });
    const state = await trainInTurn(session, audience.server, { resume, trainable });
    end(record, { state });
    return record.current();
  } catch (error) {
    throw fail(error).error;
  } finally {
    removeSignals();
    process.off('uncaughtException', onCrash);
    await audience.server?.close();
    log.close();
  }
}

/** Waits for memory, then trains. */
async function trainInTurn(
  { folder, record, control, tell }: Session,
  server: TrainerServer | null,
  { resume, trainable }: Pick<TrainerOptions, 'resume' | 'trainable'>,
): Promise<'finished' | 'stopped'> {
  const beat = (): void => server?.beat();
  const reporter = processReporter({ folder, record, tell, beat });
  let config: RunConfig | null = null;
  let place: MemoryPlace | null = null;
  try {
    reporter.phase('read-config');
    config = readConfig(folder);
    const bytes = await trainable.estimateBytes(config);
    const asked = { run: folder, name: record.current().name, bytes };
    place = await waitForMemory(asked, {
      stopRequested: () => control.stopRequested(),
      onWait(behind) {
        record.update({ waitingFor: { run: behind.name, reason: 'memory' } });
        reporter.phase('wait-for-memory', `Waits for ${behind.name} (memory)`);
        tell({ type: 'log', message: `Waits for ${behind.name} to free memory.` });
      },
    });
    if (place === null) return 'stopped';
    if (record.current().waitingFor !== null) record.update({ waitingFor: null });
    const { state } = await trainable.train({ config, folder, resume, reporter, control });
    return state;
  } catch (error) {
    throw config === null ? error : atConfigKey(error, record.current().configFile, config);
  } finally {
    reporter.close();
    place?.leave();
  }
}

/** The record of a run that begins, or begins again. */
function begin(before: RunRecord): RunRecord {
  return {
    ...before,
    state: 'starting',
    pid: process.pid,
    processStart: null,
    socket: null,
    finishedAt: null,
    failure: null,
    waitingFor: null,
    phases: [],
  };
}

/** The last word of a run. It must reach the disk even when that is full. */
function end(record: LiveRecord, facts: Partial<RunRecord>): void {
  record.freeReserve();
  const finishedAt = Date.now() / 1000;
  const phases = record
    .current()
    .phases.map((part) => (part.finishedAt === null ? { ...part, finishedAt } : part));
  try {
    record.update({ ...facts, finishedAt, phases, socket: null, waitingFor: null });
  } catch (error) {
    // note: a state that could not be written is derived by readers: the lock is free, so the run is interrupted.
    process.stderr.write(`run.json could not be written: ${String(error)}\n`);
  }
}

function openControl(record: LiveRecord, tell: (event: TrainerEvent) => void): Session['control'] {
  let [isStopAsked, isCheckpointAsked] = [false, false];
  return {
    stop() {
      if (isStopAsked) return;
      isStopAsked = true;
      tell({ type: 'log', message: 'Asked to stop: ends after this step, with a checkpoint.' });
      record.update({ state: 'stopping' });
    },
    checkpointNow() {
      isCheckpointAsked = true;
    },
    stopRequested: () => isStopAsked,
    takeCheckpointRequest() {
      const isAsked = isCheckpointAsked;
      isCheckpointAsked = false;
      return isAsked;
    },
  };
}

/** A run without a socket still trains; it is stopped by signals and watched through its folder. */
async function openServer({
  folder,
  record,
  control,
  tell,
}: Session): Promise<TrainerServer | null> {
  const address = socketAddress(folder);
  if (address === null) return null;
  try {
    return await listen(folder, address, {
      record: () => record.current(),
      stop: control.stop,
      checkpointNow: control.checkpointNow,
    });
  } catch (error) {
    tell({
      type: 'log',
      message: `No control socket (${String(error)}); the run folder tells all.`,
    });
    return null;
  }
}

function readConfig(folder: string): RunConfig {
  const file = runPaths(folder).config;
  if (!existsSync(file))
    throw new UserError('The config of the run is missing.', {
      place: { file },
      next: 'Restore this file, or begin a new run.',
    });
  const { config, problems } = parseRunConfig(readFileSync(file, 'utf8'), file);
  if (config !== null) return config;
  const [first] = problems;
  throw new UserError(first?.message ?? 'The config of the run cannot be read.', {
    place: { file, line: first?.line ?? 1 },
    next: first?.next ?? 'Begin a new run.',
  });
}

function versions(): Record<string, string> {
  const { node } = process.versions;
  return { finetune: productVersion, node, ...versionOf('onnxruntime-node') };
}

function versionOf(name: string): Record<string, string> {
  try {
    const { version } = createRequire(import.meta.url)(`${name}/package.json`) as {
      version: string;
    };
    return { [name]: version };
  } catch {
    return {};
  }
}
