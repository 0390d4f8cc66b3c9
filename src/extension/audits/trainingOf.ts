import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DataSource } from '../../protocol/runConfig';
import type { KnownRun } from '../runs/knownRun';
import { reusableConfig } from '../runs/reusableConfig';
import type { ReusableConfig } from '../runs/reusableConfig';
import { runConfigOf } from '../runs/runConfigOf';
import type { Services } from '../services';
import type { Places } from './remedies';

/** How a subject was or will be trained: what a mitigation changes. */
export interface Training {
  /** What the config is called: new ones are named after it. */
  readonly name: string;
  /** Null: no run config trains on it. */
  readonly config: (() => Promise<ReusableConfig>) | null;
  /** The training rows; null where they are unknown. */
  readonly rows: DataSource | null;
  /** Null: cut from the training file, or unknown. */
  readonly validation: DataSource | null;
}

/** Of a run what it was trained with, of a data file the first config that trains on it; nothing of a model folder. */
export async function trainingOf(services: Services, subject: string): Promise<Training> {
  await services.runs.settled();
  const run = services.runs.get(subject);
  if (run?.type === 'run') return trainingOfRun(run);
  const found = services.configs
    .all()
    .find(({ lastGood }) => lastGood?.data.train.path === subject);
  const source = { path: subject, format: null, header: null, columns: null };
  const rows = /\.(jsonl|ndjson|json|csv|tsv|parquet)$/i.test(subject) ? source : null;
  if (found === undefined) {
    return { name: path.parse(subject).name, config: null, rows, validation: null };
  }
  return {
    name: path.basename(found.file).replace(/\.finetune\.json$/, ''),
    config: async () => ({
      folder: path.dirname(found.file),
      text: await readFile(found.file, 'utf8'),
    }),
    rows: found.lastGood?.data.train ?? rows,
    validation: found.lastGood?.data.validation ?? null,
  };
}

export function placesOf({ config, rows }: Training): Places {
  // note: a recipe's input has no names for columns that the file itself does not name.
  const hasRecipe = rows !== null && rows.columns === null && rows.header === null;
  return { hasConfig: config !== null, hasRecipe };
}

async function trainingOfRun(run: KnownRun): Promise<Training> {
  const config = await runConfigOf(run.folder);
  return {
    name: run.record.name,
    config: () => reusableConfig(run),
    rows: config?.data.train ?? null,
    validation: config?.data.validation ?? null,
  };
}
