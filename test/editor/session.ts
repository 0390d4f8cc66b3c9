import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { liveStates, type RunRecord } from '../../src/protocol/run';
import type { EditorServer } from './editorServer';

/** The open editor that all tests of the tier share, one after the other. */
export interface Session {
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

/**
 * Shortens the sample's run to seconds: few steps, and few rows to evaluate on. Pictures for people
 * (`FINETUNE_PICTURES=1`) show the sample as it is shipped.
 */
export function shortenSample({ workspace }: EditorServer): void {
  const data = path.join(workspace, 'data');
  for (const split of ['validation', 'test']) {
    const lines = readFileSync(path.join(data, `emotions.${split}.jsonl`), 'utf8').split('\n');
    writeFileSync(path.join(data, `few.${split}.jsonl`), `${lines.slice(0, 100).join('\n')}\n`);
  }
  if (process.env.FINETUNE_PICTURES === '1') return;
  const file = path.join(workspace, 'emotions.finetune.json');
  const short = readFileSync(file, 'utf8')
    .replace('"epochs": 2,', '"maxSteps": 40,')
    .replaceAll('"everySteps": 100', '"everySteps": 10')
    .replace(/emotions\.(validation|test)\.jsonl/g, 'few.$1.jsonl');
  writeFileSync(file, short);
}

/** The newest run folder of a config. */
export function runFolder({ server }: Session, name: string): string {
  const runs = path.join(server.workspace, '.finetune', 'runs');
  const folder = readdirSync(runs)
    .filter((each) => each.endsWith(`-${name}`))
    .sort()
    .at(-1);
  if (folder === undefined) throw new Error(`No run of ${name} in ${runs}`);
  return path.join(runs, folder);
}

export function readRecord(session: Session, name: string): RunRecord {
  const file = path.join(runFolder(session, name), 'run.json');
  return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
}

/** Ends trainers that a failed test left behind: they outlive the editor on purpose. */
export function endTrainers({ workspace }: EditorServer): void {
  const runs = path.join(workspace, '.finetune', 'runs');
  if (!existsSync(runs)) return;
  for (const folder of readdirSync(runs)) {
    const record = JSON.parse(
      readFileSync(path.join(runs, folder, 'run.json'), 'utf8'),
    ) as RunRecord;
    if (!liveStates.includes(record.state) || record.pid === null) continue;
    try {
      process.kill(record.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
}

/** Train steps that the run folder holds. */
export function trainSteps(session: Session, name: string): number[] {
  return readFileSync(path.join(runFolder(session, name), 'metrics.jsonl'), 'utf8')
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
