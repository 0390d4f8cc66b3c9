import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { liveStates, type RunRecord, type RunState } from '../../src/protocol/run';
import type { EditorServer } from './editorServer';
import type { EditorTools } from './editorTools';

/** The open editor that all tests of the tier share, one after the other. */
export interface Session {
  readonly tools: EditorTools;
  readonly browser: Browser;
  readonly server: EditorServer;
  readonly page: Page;
}

/** Writes a run config like the sample's with other training settings. */
export function writeConfig(
  { server }: Session,
  name: string,
  changes: Readonly<Record<string, unknown>>,
): void {
  const config = {
    model: './models/minilm-small',
    task: 'text-classification',
    data: {
      train: 'data/emotions.train.jsonl',
      validation: 'data/few.validation.jsonl',
      test: 'data/few.test.jsonl',
    },
    ...changes,
  };
  writeFileSync(
    path.join(server.workspace, `${name}.finetune.json`),
    `${JSON.stringify(config, null, 2)}\n`,
  );
}

/** The same session in another window, about another folder. */
export function inWindow(session: Session, page: Page, workspace: string): Session {
  return { ...session, page, server: { ...session.server, workspace } };
}

/** Shortens the sample's run to seconds: few steps, and few rows to evaluate on. */
export function shortenSample(workspace: string, steps: number): void {
  const data = path.join(workspace, 'data');
  for (const split of ['validation', 'test']) {
    const lines = readFileSync(path.join(data, `emotions.${split}.jsonl`), 'utf8').split('\n');
    writeFileSync(path.join(data, `few.${split}.jsonl`), `${lines.slice(0, 100).join('\n')}\n`);
  }
  const file = path.join(workspace, 'emotions.finetune.json');
  const short = readFileSync(file, 'utf8')
    .replace('"epochs": 2,', `"maxSteps": ${steps},`)
    .replaceAll('"everySteps": 100', `"everySteps": ${Math.ceil(steps / 4)}`)
    .replace(/emotions\.(validation|test)\.jsonl/g, 'few.$1.jsonl');
  writeFileSync(file, short);
}

/** Trains the sample for as many steps as it says, by the command line. */
export function trainSample(workspace: string): void {
  const cli = path.join(path.resolve(process.env.FINETUNE_ROOT ?? '.'), 'bin', 'finetune.js');
  const options = { cwd: workspace, stdio: 'ignore' } as const;
  execFileSync(process.execPath, [cli, 'train', 'emotions.finetune.json'], options);
}

/** Run folders of a workspace folder, oldest first. */
export function runFolders({ workspace }: Pick<EditorServer, 'workspace'>): string[] {
  const runs = path.join(workspace, '.finetune', 'runs');
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .sort()
    .map((name) => path.join(runs, name))
    .filter((folder) => existsSync(path.join(folder, 'run.json')));
}

function recordIn(folder: string): RunRecord {
  return JSON.parse(readFileSync(path.join(folder, 'run.json'), 'utf8')) as RunRecord;
}

/** The newest run folder of a config. */
export function runFolder({ server }: Session, name: string): string {
  const folder = runFolders(server).findLast((each) => each.endsWith(`-${name}`));
  if (folder === undefined) throw new Error(`There is no run of ${name}.`);
  return folder;
}

export function readRecord(session: Session, name: string): RunRecord {
  return recordIn(runFolder(session, name));
}

/** Waits until the newest run of a config is in a state. */
export async function untilState(
  session: Session,
  name: string,
  state: RunState,
  timeoutMs = 60_000,
): Promise<void> {
  const reached = (): boolean =>
    runFolders(session.server).some(
      (folder) => folder.endsWith(`-${name}`) && recordIn(folder).state === state,
    );
  await until(session, `the run ${name} is ${state}`, reached, timeoutMs);
}

/** Ends trainers that a failed test left behind: they outlive the editor on purpose. */
export function endTrainers({ workspace }: EditorServer): void {
  const all = path.dirname(workspace);
  const folders = readdirSync(all).flatMap((name) =>
    runFolders({ workspace: path.join(all, name) }),
  );
  for (const { state, pid } of folders.map(recordIn)) {
    if (!liveStates.includes(state) || pid === null) continue;
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Train steps that the newest run of a config has written; none before it has begun. */
export function trainSteps(session: Session, name: string): number[] {
  const folder = runFolders(session.server).findLast((each) => each.endsWith(`-${name}`));
  const file = path.join(folder ?? '', 'metrics.jsonl');
  if (folder === undefined || !existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"train"'))
    .map((line) => (JSON.parse(line) as { step: number }).step);
}

/** Waits until `check` holds; `what` names it when it does not. */
export async function until(
  { page }: Session,
  what: string,
  check: () => boolean | Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`Waited ${timeoutMs / 1_000} s in vain: ${what}`);
    await page.waitForTimeout(250);
  }
}
