import path from 'node:path';
import { countOf } from '../../protocol/formatNumber';
import { groupAxes, groupSourceName } from '../../protocol/mitigationConfig';
import type { GroupSource } from '../../protocol/mitigationConfig';
import type { DataSource } from '../../protocol/runConfig';
import type { DatasetReader } from '../datasets/datasetReader';
import type { Finding } from './remedies';
import type { Training } from './trainingOf';

/** A data file and the columns that it has. */
interface KnownFile {
  readonly name: string;
  readonly columns: readonly string[];
}

/** What mitigations must know of the rows that they would train on. */
export interface TrainingRows {
  readonly train: KnownFile;
  readonly nLabels: number;
  /** Null: cut from the training file. */
  readonly validation: KnownFile | null;
}

/** Null where the rows are unknown or cannot be read: training says what is wrong with them. */
export async function trainingRows(
  datasets: DatasetReader,
  { rows, validation }: Training,
): Promise<TrainingRows | null> {
  if (rows === null) return null;
  const read = async (source: DataSource) => {
    const { columns, labels } = await datasets.read(source);
    const names = columns.map(({ name }) => name);
    return { name: path.basename(source.path), columns: names, nLabels: labels.length };
  };
  try {
    const train = await read(rows);
    return {
      train,
      nLabels: train.nLabels,
      validation: validation === null ? null : await read(validation),
    };
  } catch {
    return null;
  }
}

/**
 * A finding about a column is of use to training only where the training file has that column. One that is called like an axis is
 * told by the words of the texts instead; of any other the notes say what to do.
 */
export function fitToRows(
  finding: Finding,
  rows: TrainingRows | null,
): { readonly finding: Finding; readonly notes: readonly string[] } {
  if (rows === null) return { finding, notes: [] };
  const sources = new Map<string, GroupSource>();
  const notes: string[] = [];
  for (const source of finding.sources) {
    if (typeof source !== 'string' || rows.train.columns.includes(source)) {
      sources.set(groupSourceName(source), source);
      continue;
    }
    const axis = groupAxes.find((each) => each === source.toLowerCase());
    const missing = `The training file ${rows.train.name} has no column "${source}"`;
    if (axis === undefined) {
      notes.push(
        `${missing}, so training cannot know whom its rows are about. Add the column there, then come back.`,
      );
      continue;
    }
    sources.set(axis, sources.get(axis) ?? { axis });
    notes.push(
      `${missing}: below, groups are told by the English words of its texts. Add the column there to go by it.`,
    );
  }
  return { finding: { ...finding, sources: [...sources.values()] }, notes };
}

/** Why thresholds by group cannot be chosen; null where they can. */
export function thresholdsProblem(source: GroupSource, rows: TrainingRows | null): string | null {
  if (rows === null) return null;
  if (rows.nLabels !== 2) {
    return `Thresholds by group are for two labels; ${rows.train.name} has ${countOf(rows.nLabels, 'label')}.`;
  }
  const { name, columns } = rows.validation ?? rows.train;
  if (typeof source !== 'string' || columns.includes(source)) return null;
  return `Thresholds by group are chosen on the validation rows, and ${name} has no column "${source}". Add it there.`;
}
