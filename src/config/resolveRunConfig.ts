import { homedir } from 'node:os';
import path from 'node:path';
import { labelName } from '../protocol/labelName';
import type { DataConfig, DataSource, RunConfig, SplitConfig } from '../protocol/runConfig';
import type { WrittenDataEntry, WrittenRunConfig } from './definition';

/** Share of the training file cut off for each part the config names no file for. */
const defaultRatio = 0.1;

/** Fills in what depends on other keys and makes paths absolute. Looks at no disk. */
export function resolveRunConfig(written: WrittenRunConfig, folder: string): RunConfig {
  const absolute = (file: string): string => path.resolve(folder, withHome(file));
  const { regularization, evaluation } = written;
  const firstMetric = evaluation.metrics[0] ?? 'accuracy';
  const stopping = regularization.earlyStopping;
  const best = evaluation.best ?? stopping?.metric ?? firstMetric;
  return {
    model: absolute(written.model),
    task: written.task,
    data: resolveData(written.data, absolute),
    method: written.method,
    training: written.training,
    regularization: {
      ...regularization,
      earlyStopping:
        stopping === null ? null : { metric: stopping.metric ?? best, patience: stopping.patience },
    },
    mitigation: written.mitigation,
    evaluation: {
      everySteps: evaluation.everySteps,
      best,
      metrics: [...new Set(evaluation.metrics)],
      audit: evaluation.audit,
    },
    checkpoints: written.checkpoints,
    device: written.device,
    engine: written.engine,
    output: absolute(written.output),
  };
}

function resolveData(
  { train, validation, test, schema, fields, labels, split }: WrittenRunConfig['data'],
  absolute: (file: string) => string,
): DataConfig {
  const source = (entry: WrittenDataEntry): DataSource => resolveSource(entry, absolute);
  return {
    train: source(train),
    validation: validation === null ? null : source(validation),
    test: test === null ? null : source(test),
    schema,
    fields,
    labels: labels === null ? null : labels.map(labelName),
    split: resolveSplit({ split, validation, test }),
  };
}

/** Which shares are cut from the training file; null: none, for the parts have files of their own. */
export function resolveSplit({
  split,
  validation,
  test,
}: Pick<WrittenRunConfig['data'], 'split' | 'validation' | 'test'>): SplitConfig | null {
  const hasValidation = validation !== null;
  const hasTest = test !== null;
  if (split === null && hasValidation) return null;
  return {
    validation: split?.validation ?? (hasValidation ? 0 : defaultRatio),
    test: split?.test ?? (hasTest ? 0 : hasValidation ? 0 : defaultRatio),
    stratify: split === null ? 'label' : split.stratify,
    seed: split?.seed ?? 42,
  };
}

/** A data entry with all that it leaves out. */
export function resolveSource(
  entry: WrittenDataEntry,
  absolute: (file: string) => string,
): DataSource {
  return typeof entry === 'string'
    ? { path: absolute(entry), format: null, header: null, columns: null }
    : { ...entry, path: absolute(entry.path) };
}

/** A shell expands ~ on its command line; in a file, and behind `--set key=`, nobody else does. */
export function withHome(file: string): string {
  return /^~(?=$|[\\/])/.test(file) ? path.join(homedir(), file.slice(1)) : file;
}
