import path from 'node:path';
import { UserError } from '../protocol/errors';
import type { Split } from '../protocol/run';
import type { DataConfig, DataSource } from '../protocol/runConfig';
import { hashFile } from '../data/hashFile';
import { labelIds } from '../data/labels';
import { loadDatasets, type LabelledExamples } from '../data/loadDatasets';
import { loadExamples, type KeptColumn } from '../data/loadExamples';
import { rowsToRead, type DataOfRun } from './dataOptions';
import type { ParsedArguments } from './parseArguments';

/** Labelled rows to measure a model on, and where they come from. */
export interface EvaluationRows {
  readonly examples: LabelledExamples;
  /** Null for a file that no split of the run is. */
  readonly split: Split | null;
  readonly hash: string;
}

/** What a model is measured on. */
export interface EvaluationRequest {
  readonly ofRun: DataOfRun | null;
  /** In the order of their ids; a row with another is refused. */
  readonly labels: readonly string[];
  /** Further columns to keep. */
  readonly columns: readonly KeptColumn[];
}

/**
 * The rows of --data, else the run's test split, else its validation split.
 * @throws UserError when there are none, or they cannot be read
 */
export async function evaluationRows(
  given: ParsedArguments,
  request: EvaluationRequest,
): Promise<EvaluationRows> {
  const file = given.value('data');
  if (file !== null) return fromFile(file, given, request);
  if (request.ofRun === null)
    throw new UserError('This model does not say what data it was made for.', {
      next: 'Name labelled rows with --data FILE.',
    });
  return fromSplit(request.ofRun.data, request);
}

async function fromFile(
  file: string,
  given: ParsedArguments,
  { ofRun, labels, columns }: EvaluationRequest,
): Promise<EvaluationRows> {
  const { source, fields, usual } = rowsToRead(file, given, ofRun);
  const examples = await loadExamples(source, { fields, usual, needsLabel: true, columns });
  return {
    examples: { ...examples, labelIds: labelIds(examples, labels) },
    split: ofRun === null ? null : splitOf(source, ofRun.data),
    hash: await hashFile(source.path),
  };
}

/** Which split of the run the file is. A training file that others were cut from is none. */
export function splitOf({ path: file }: DataSource, data: DataConfig): Split | null {
  const splits: readonly Split[] = ['test', 'validation', 'train'];
  const found = splits.find((split) => {
    const source = data[split];
    return source !== null && path.resolve(source.path) === file;
  });
  return found === 'train' && data.split !== null ? null : (found ?? null);
}

async function fromSplit(
  data: DataConfig,
  { labels, columns }: EvaluationRequest,
): Promise<EvaluationRows> {
  const split = heldOutSplit(data);
  const source = data[split];
  if (source !== null) {
    const examples = await loadExamples(source, {
      fields: data.fields,
      needsLabel: true,
      columns,
    });
    const hash = await hashFile(source.path);
    return { examples: { ...examples, labelIds: labelIds(examples, labels) }, split, hash };
  }
  const datasets = await loadDatasets(data, { label2id: null, fixedLabels: labels, columns });
  const examples = datasets[split];
  const hash = datasets.records.find((record) => record.split === split)?.hash;
  if (examples === null || hash === undefined) throw noHeldOutRows();
  return { examples, split, hash };
}

function heldOutSplit({ test, validation, split }: DataConfig): 'test' | 'validation' {
  if (test !== null || (split?.test ?? 0) > 0) return 'test';
  if (validation !== null || (split?.validation ?? 0) > 0) return 'validation';
  throw noHeldOutRows();
}

function noHeldOutRows(): UserError {
  return new UserError('The run has neither a test nor a validation split.', {
    next: 'Name labelled rows with --data FILE.',
  });
}
