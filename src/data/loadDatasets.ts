import { UserError } from '../protocol/errors';
import type { DatasetRecord, Split } from '../protocol/run';
import type { DataConfig, DataSource } from '../protocol/runConfig';
import { requireDeclared, unusedLabelsHint } from './declaredLabels';
import type { FoundFields } from './fields';
import { hashFile } from './hashFile';
import { labelHint, labelIds, orderLabels } from './labels';
import { loadExamples, selectExamples } from './loadExamples';
import type { Examples, KeptColumn } from './loadExamples';
import type { ReadOptions } from './readers/row';
import { splitRows } from './splitRows';
import { sourcesOf } from '../protocol/runConfig';

/** Rows of one split with the ids of their labels. */
export interface LabelledExamples extends Examples {
  /** int32 [rows] */
  readonly labelIds: Int32Array;
}

export interface Datasets {
  readonly fields: FoundFields;
  /** Labels in the order of their ids. */
  readonly labels: readonly string[];
  readonly train: LabelledExamples;
  readonly validation: LabelledExamples | null;
  readonly test: LabelledExamples | null;
  /** What run.json says about the data: path, SHA-256 and rows of each split. */
  readonly records: readonly DatasetRecord[];
  /** Sentences worth a place in the log. */
  readonly hints: readonly string[];
}

export interface DatasetOptions extends ReadOptions {
  /** Ids the pretrained model gives its labels; kept when it knows all that occur. */
  readonly label2id: Readonly<Record<string, number>> | null;
  /** Labels of a trained model in the order of their ids; then no others may occur. */
  readonly fixedLabels?: readonly string[] | null;
  /** Further columns to keep, in all files. */
  readonly columns?: readonly KeptColumn[];
}

/**
 * Loads all that a run config names: training rows, and validation and test rows from their files or cut from the
 * training file. @throws UserError for what cannot be read, an unknown label, one label only, or an empty part.
 */
export async function loadDatasets(data: DataConfig, options: DatasetOptions): Promise<Datasets> {
  const { label2id, fixedLabels = null, columns = [], signal, onProgress } = options;
  refuseOtherSchemas(data);
  const sources = sourcesOf(data);
  const sharing = (index: number): ReadOptions => ({
    signal,
    onProgress: (done) => onProgress?.((index + done) / sources.length),
  });
  const stratify = columnToKeep(data);
  const whole = await loadExamples(data.train, {
    ...sharing(0),
    fields: data.fields,
    needsLabel: true,
    stratify,
    columns: columnsOf('train', columns, data),
  });
  // note: a trained model's labels are as they are, whatever its config says now.
  const declared = fixedLabels === null ? (data.labels ?? null) : null;
  if (declared !== null) requireDeclared(whole, declared);
  const labels = fixedLabels ?? declared ?? orderLabels(whole.labels, label2id);
  refuseSingleLabel(whole, declared === null ? labels : whole.labels);
  const loadPart = async (source: DataSource): Promise<LabelledExamples> => {
    // The files of one run name their columns alike, unless their own names say otherwise.
    const fields = { text: data.fields.text, label: data.fields.label };
    const index = sources.indexOf(source);
    const split = source === data.validation ? 'validation' : 'test';
    const part = await loadExamples(source, {
      ...sharing(index),
      fields,
      needsLabel: true,
      columns: columnsOf(split, columns, data),
    });
    if (declared !== null) requireDeclared(part, declared);
    return { ...part, labelIds: labelIds(part, labels) };
  };
  const cut = cutParts(whole, data);
  const withIds = (part: Examples): LabelledExamples => ({
    ...part,
    labelIds: labelIds(part, labels),
  });
  const train = withIds(cut.train);
  const validation =
    data.validation === null ? orNull(cut.validation, withIds) : await loadPart(data.validation);
  const test = data.test === null ? orNull(cut.test, withIds) : await loadPart(data.test);
  const records = await recordAll({ train, validation, test }, signal);
  const hints = [
    declared === null ? labelHint(labels, whole.texts.length) : unusedLabelsHint(train, declared),
    ...sameFileHints(data, records),
  ];
  return {
    fields: whole.fields,
    labels,
    train,
    validation,
    test,
    records,
    hints: hints.filter((hint) => hint !== null),
  };
}

function refuseOtherSchemas({ schema = null, train }: DataConfig): void {
  if (schema === null || schema === 'classification') return;
  throw new UserError(`Training on rows of ${schema} is not in this version yet.`, {
    place: { file: train.path },
    next: 'Train on rows with a text and a label, and remove "data.schema". Checking and preprocessing take these rows.',
    key: 'data.schema',
  });
}

/** A stratum other than the label: the label column goes by "label" whatever its name. */
function columnToKeep({ split, fields }: DataConfig): string | null {
  const column = split?.stratify ?? null;
  return column === null || column === 'label' || column === fields.label ? null : column;
}

/** The columns that a split's file must have: those of a split that is cut from it too. */
function columnsOf(
  split: Split,
  columns: readonly KeptColumn[],
  data: DataConfig,
): readonly KeptColumn[] {
  const held = (['train', 'validation', 'test'] as const).filter(
    (each) => each === split || (split === 'train' && data[each] === null),
  );
  return columns.filter(({ splits = held }) => held.some((each) => splits.includes(each)));
}

function cutParts(
  whole: Examples,
  { split, train }: DataConfig,
): { train: Examples; validation: Examples | null; test: Examples | null } {
  if (split === null || (split.validation === 0 && split.test === 0)) {
    return { train: whole, validation: null, test: null };
  }
  const { stratify } = split;
  const strata =
    stratify === null
      ? whole.texts.map(() => '')
      : whole.strata.length > 0
        ? whole.strata
        : whole.labels;
  const positions = splitRows(strata, split);
  const part = (name: 'validation' | 'test'): Examples | null => {
    if (split[name] === 0) return null;
    if (positions[name].length > 0) return selectExamples(whole, positions[name]);
    const count = whole.texts.length;
    throw new UserError(
      `${count} rows are too few to cut ${name} rows from: each label keeps at least one for training.`,
      {
        place: { file: train.path },
        next: `Add rows, or name a file in "data.${name}".`,
        key: `data.split.${name}`,
      },
    );
  };
  return {
    train: selectExamples(whole, positions.train),
    validation: part('validation'),
    test: part('test'),
  };
}

function refuseSingleLabel(whole: Examples, labels: readonly string[]): void {
  if (labels.some((label) => label !== labels[0])) return;
  const label = labels[0] ?? '';
  throw new UserError(`All ${whole.labels.length} rows have the label "${label}".`, {
    place: { file: whole.path },
    next: 'There is nothing to learn: add rows with another label, or check "data.fields.label".',
  });
}

/** Files of one content under two names count too. */
function sameFileHints(data: DataConfig, records: readonly DatasetRecord[]): string[] {
  const trainHash = records.find(({ split }) => split === 'train')?.hash;
  return records
    .filter(({ split, hash }) => split !== 'train' && data[split] !== null && hash === trainHash)
    .map(
      ({ split }) => `The ${split} file is the training file: its figures show memory, not skill.`,
    );
}

async function recordAll(
  parts: Readonly<Record<Split, LabelledExamples | null>>,
  signal: AbortSignal | undefined,
): Promise<readonly DatasetRecord[]> {
  const hashes = new Map<string, string>();
  const records: DatasetRecord[] = [];
  for (const split of ['train', 'validation', 'test'] as const) {
    const part = parts[split];
    if (part === null) continue;
    const hash = hashes.get(part.path) ?? (await hashFile(part.path, { signal }));
    hashes.set(part.path, hash);
    records.push({ split, path: part.path, hash, rows: part.texts.length });
  }
  return records;
}

function orNull<A, B>(value: A | null, make: (value: A) => B): B | null {
  return value === null ? null : make(value);
}
