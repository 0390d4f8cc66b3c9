import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { groupSourceName, type GroupSource } from '../../protocol/mitigationConfig';
import { ifThere } from '../../protocol/ifThere';
import type { DataConfig, DataSource } from '../../protocol/runConfig';
import { modelOfRun } from '../../runs/runModel';
import type { DatasetReader } from '../datasets/datasetReader';
import type { KnownRun } from './knownRun';
import { runConfigOf } from './runConfigOf';

/** The groups that a run's model has thresholds for, and whether the rows it is evaluated on say them. */
export interface RunThresholds {
  readonly groups: string;
  /** The data file that lacks the column; null: the rows say whom they are about. */
  readonly lacking: string | null;
}

/** Null: the model has no thresholds by group. What cannot be read is the command line's to complain about, with its place. */
export async function runThresholds(
  { folder, record }: Pick<KnownRun, 'folder' | 'record'>,
  datasets: Pick<DatasetReader, 'read'>,
): Promise<RunThresholds | null> {
  const model = modelOfRun(folder, record.best?.step ?? null);
  const source = model === null ? null : await thresholdGroups(model.folder);
  if (source === null) return null;
  const groups = groupSourceName(source);
  if (typeof source !== 'string') return { groups, lacking: null };
  const config = await runConfigOf(folder);
  const rows = config === null ? null : heldOutRows(config.data);
  const facts = rows === null ? null : await datasets.read(rows).catch(() => null);
  const lacks = rows !== null && facts?.columns.every(({ name }) => name !== source) === true;
  return { groups, lacking: lacks ? path.basename(rows.path) : null };
}

/** The file that `evaluate` takes rows of: the test split, else the validation split, cut from the training file where it is none. */
function heldOutRows({ train, validation, test, split }: DataConfig): DataSource {
  return (split?.test ?? 0) > 0 ? (test ?? train) : (test ?? validation ?? train);
}

async function thresholdGroups(model: string): Promise<GroupSource | null> {
  const file = path.join(model, 'finetune.json');
  const text = await ifThere(file, readFile(file, 'utf8'));
  try {
    const known: unknown = JSON.parse(text ?? 'null');
    if (typeof known !== 'object' || known === null || !('thresholds' in known)) return null;
    const { groups } = known.thresholds as { readonly groups: GroupSource };
    return groups;
  } catch {
    return null;
  }
}
