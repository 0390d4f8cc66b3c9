import { spawn } from 'node:child_process';
import {
  closeSync,
  cpSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { liveStates } from '../../src/protocol/run';
import { readRecord } from '../../src/runs/runRecord';
import { temporaryFolder } from './makeRun';
import { randomNumbers } from './randomNumbers';

const root = process.env.FINETUNE_ROOT ?? '.';
const fixture = path.join(root, 'test', 'fixtures', 'training');

/** What is put right when the tests end, the last thing first: processes before their folders. */
const atExit: (() => void)[] = [];
process.on('exit', () => {
  for (const putRight of atExit.reverse()) putRight();
});

let snapshot: string | null = null;

/** `dist` as it was when this file's tests began: a build at the same time must not change what they run. */
export function distFolder(): string {
  if (snapshot !== null) return snapshot;
  const built = process.env.FINETUNE_DIST ?? path.join(root, 'dist');
  if (!existsSync(path.join(built, 'cli.mjs')))
    throw new Error('dist/cli.mjs is missing: run "npm run build" first');
  // note: below the root, so that what is not bundled is still found in node_modules.
  const folder = mkdtempSync(path.join(root, 'build', 'process-'));
  atExit.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  for (const name of readdirSync(built)) {
    const isNeeded = /\.(mjs|wasm)$/.test(name);
    if (isNeeded) cpSync(path.join(built, name), path.join(folder, name));
  }
  snapshot = folder;
  return snapshot;
}

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A running `finetune`. */
export interface Cli {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  stdout(): string;
  stderr(): string;
  kill(signal: NodeJS.Signals): void;
  /** Reads no more, as `| head` does. */
  closeStdout(): void;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
  /** A file that stdout goes to instead of the test. */
  readonly stdout?: string;
}

/** Starts the built command line in a folder. The memory registry of each test folder is its own. */
export function startCli(
  parameters: readonly string[],
  { cwd, env = {}, stdout }: CliOptions,
): Cli {
  const target = stdout === undefined ? null : openSync(stdout, 'w');
  const child = spawn(process.execPath, [path.join(distFolder(), 'cli.mjs'), ...parameters], {
    cwd,
    env: { ...process.env, TMPDIR: cwd, NO_COLOR: '1', ...env },
    stdio: ['ignore', target ?? 'pipe', 'pipe'],
  });
  if (target !== null) closeSync(target);
  atExit.push(() => child.kill('SIGKILL'));
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name]?.setEncoding('utf8').on('data', (chunk: string) => (text[name] += chunk));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      resolve({ code, signal, ...text });
    });
  });
  return {
    pid: child.pid ?? 0,
    ended,
    stdout: () => text.stdout,
    stderr: () => text.stderr,
    kill: (signal) => child.kill(signal),
    closeStdout: () => child.stdout?.destroy(),
  };
}

/** Lets no detached trainer of a run outlive the tests, whatever becomes of them. */
export function endWithTests(folder: string): void {
  atExit.push(() => {
    try {
      const { pid, state } = readRecord(folder);
      if (pid !== null && liveStates.includes(state)) process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  });
}

export function runCli(parameters: readonly string[], options: CliOptions): Promise<Ended> {
  return startCli(parameters, options).ended;
}

/** A folder with a run config over the tiny model; `changes` are dotted keys. */
export function makeWorkspace(changes: Readonly<Record<string, unknown>> = {}): string {
  const folder = memoryFolder();
  const config: Record<string, unknown> = {
    model: path.join(fixture, 'model'),
    data: { train: 'train.jsonl', validation: 'validation.jsonl' },
    training: { epochs: 2, batchSize: 4, maxLength: 16, learningRate: 1e-3, seed: 7 },
    regularization: { dropout: 0.1 },
    evaluation: { everySteps: 10, best: 'f1-macro', metrics: ['accuracy', 'f1-macro', 'loss'] },
    checkpoints: { everySteps: 5, keep: 2 },
    device: 'cpu',
  };
  writeFileSync(path.join(folder, 'train.jsonl'), rows(66, 1));
  writeFileSync(path.join(folder, 'validation.jsonl'), rows(30, 2));
  for (const [key, value] of Object.entries(changes)) set(config, key.split('.'), value);
  writeFileSync(path.join(folder, 'tiny.finetune.json'), JSON.stringify(config, null, 2));
  return folder;
}

/** In memory where the system offers that: a tiny model does little else than wait for the disk. */
function memoryFolder(): string {
  const shared = '/dev/shm';
  const folder = existsSync(shared) ? mkdtempSync(path.join(shared, 'ft-')) : temporaryFolder();
  atExit.push(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Rows in the tiny model's words; a word that starts with ba, do or gu decides the label. */
function rows(count: number, seed: number): string {
  const random = randomNumbers(seed);
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)]!;
  const ends = ['ba', 'do', 'fi', 'gu', 'ka', 'le', 'mi', 'no'];
  const lines = Array.from({ length: count }, () => {
    const [start, label] = pick([
      ['ba', 'calm'],
      ['do', 'cross'],
      ['gu', 'glad'],
    ] as const);
    const others = Array.from({ length: Math.floor(random() * 7) }, () => `pu${pick(ends)}`);
    const at = Math.floor(random() * (others.length + 1));
    others.splice(at, 0, `${start}${pick(ends)}`);
    return JSON.stringify({ text: others.join(' '), label });
  });
  return `${lines.join('\n')}\n`;
}

/** Names of the runs of a workspace: the folder of one appears whole, a moment after that of all. */
export function runsOf(workspace: string): readonly string[] {
  const folder = path.join(workspace, '.finetune', 'runs');
  return existsSync(folder) ? readdirSync(folder).filter((name) => !name.startsWith('.')) : [];
}

/** The only run folder of a workspace. */
export function onlyRun(workspace: string): string {
  const output = path.join(workspace, '.finetune', 'runs');
  const names = runsOf(workspace);
  if (names.length !== 1) throw new Error(`one run expected, found ${names.join(', ') || 'none'}`);
  return path.join(output, names[0] ?? '');
}

function set(target: Record<string, unknown>, [key, ...rest]: string[], value: unknown): void {
  if (key === undefined) return;
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = (target[key] ??= {}) as Record<string, unknown>;
  set(inner, rest, value);
}
