import { loadDatasets, type Datasets, type LabelledExamples } from '../../data/loadDatasets';
import { selectExamples } from '../../data/loadExamples';
import { UserError, type Place } from '../../protocol/errors';
import type { DatasetRecord } from '../../protocol/run';
import type { RunConfig } from '../../protocol/runConfig';
import {
  loadModel,
  readModelFolder,
  type LoadedModel,
  type ModelFolder,
} from '../modelFolder/loadModel';
import { columnsToKeep, mitigateData, type MitigatedData } from '../mitigation/mitigatedData';
import type { FollowedDisparities } from '../mitigation/disparities';
import type { TrainingGroups } from '../mitigation/trainingGroups';
import type { Control, Reporter } from './reporter';
import { cacheFolder } from './tokenCache';
import { StoppedEarly, tokeniseSplit } from './tokeniseSplit';
import type { TokenRows } from './tokenRows';
import { formatCount } from '../../protocol/formatNumber';

/** What a training reads: checked, labelled and tokenised. */
export interface RunInputs {
  readonly model: LoadedModel;
  readonly datasets: Datasets;
  readonly train: TokenRows;
  readonly validation: TokenRows | null;
  /** The swap of every training row, without tokens for a row that has none; null without logit pairing. */
  readonly pairs: TokenRows | null;
  /** Whom the rows are about; null where the config does not say. */
  readonly groups: TrainingGroups | null;
  /** What evaluations compare; null where the config does not ask. */
  readonly followed: FollowedDisparities | null;
}

export interface OpenRequest {
  readonly config: RunConfig;
  readonly reporter: Reporter;
  readonly control: Control;
  /** Looks at the data before more is done with them; throws for those the run cannot take. */
  readonly checkData: (datasets: readonly DatasetRecord[]) => void;
}

/**
 * Loads model and data of a run.
 * @throws UserError for whatever is wrong with them
 * @throws StoppedEarly when asked to stop half-way
 */
export async function openRun(request: OpenRequest): Promise<RunInputs> {
  const { config, reporter } = request;
  reporter.phase('load-model');
  const label2id = checkModel(config);

  reporter.phase('read-data');
  const given = await readData(request, label2id);
  request.checkData(given.records);
  for (const hint of given.hints) reporter.log(hint);
  const { datasets, groups, followed, pairs: swaps } = await mitigate(request, given);

  reporter.phase('tokenise');
  const { dropout } = config.regularization;
  const { seed } = config.training;
  const { labels } = datasets;
  const declared = config.data.labels ?? null;
  const model = await loadModel(config.model, { labels, declared, dropout, seed });
  requireSameLabels(model.labels, datasets.labels);
  for (const note of model.notes) reporter.log(note);
  reporter.update({
    datasets: datasets.records,
    model: {
      path: config.model,
      family: model.model.family,
      parameters: model.parameterCount,
      trainable: model.parameterCount,
      labels: model.labels,
    },
  });
  const train = await tokenise(request, model, datasets, 'train');
  const validation = datasets.validation
    ? await tokenise(request, model, datasets, 'validation')
    : null;
  const pairs = swaps && (await tokenisePairs(request, model, datasets.train, swaps));
  return { model, datasets, train, validation, groups, pairs, followed };
}

/**
 * Refuses a bad model before the data are read.
 * @returns the ids the model gives its labels, if it names any
 * @throws UserError for a folder that cannot be used, or rows longer than the model reads
 */
export function checkModel({ model: folder, training }: RunConfig): ModelFolder['label2id'] {
  // note: which labels there are only the data tell; any two show whether the rest of the folder is sound.
  const any = readModelFolder(folder, { labels: ['0', '1'], dropout: null, seed: 0 });
  const { maxTokens } = any.model;
  if (training.maxLength > maxTokens) {
    throw new UserError(
      `"training.maxLength" is ${training.maxLength}, but this model reads at most ${maxTokens} tokens.`,
      {
        place: { file: folder },
        next: `Set "training.maxLength" to ${maxTokens} or less.`,
        key: 'training.maxLength',
      },
    );
  }
  return any.label2id;
}

async function readData(
  { config, reporter, control }: OpenRequest,
  label2id: Readonly<Record<string, number>> | null,
): Promise<Datasets> {
  const stop = new AbortController();
  try {
    return await loadDatasets(config.data, {
      label2id,
      columns: columnsToKeep(config),
      signal: stop.signal,
      onProgress(done) {
        reporter.progress(done);
        if (control.stopRequested()) stop.abort(new StoppedEarly());
      },
    });
  } catch (error) {
    throw stop.signal.aborted ? new StoppedEarly() : error;
  }
}

/** The data as the config's mitigation makes them. @throws StoppedEarly */
async function mitigate(
  { config, reporter, control }: OpenRequest,
  datasets: Datasets,
): Promise<MitigatedData> {
  const mitigated = await mitigateData(config, datasets, () => !control.stopRequested());
  if (mitigated === null) throw new StoppedEarly();
  for (const note of mitigated.notes) reporter.log(note);
  return mitigated;
}

/** Token ids index both: data and model must number the labels alike. */
function requireSameLabels(model: readonly string[], data: readonly string[]): void {
  if (model.join('\n') === data.join('\n')) return;
  throw new Error(`The model numbers labels ${model.join(', ')}, the data ${data.join(', ')}.`);
}

async function tokenise(
  { config, reporter, control }: OpenRequest,
  { tokenizer }: LoadedModel,
  datasets: Datasets,
  split: 'train' | 'validation',
): Promise<TokenRows> {
  const examples = datasets[split];
  const record = datasets.records.find((candidate) => candidate.split === split);
  if (examples === null || record === undefined) throw new Error(`There is no ${split} split.`);
  return tokeniseSplit({
    examples,
    dataHash: record.hash,
    areOriginal: split !== 'train' || (config.mitigation?.counterfactual ?? null) === null,
    tokenizer,
    maxLength: config.training.maxLength,
    cache: cacheFolder(config.output),
    log: (message) => reporter.log(message),
    isWanted(done) {
      reporter.progress(split === 'train' ? done : 1, describeRows(record));
      return !control.stopRequested();
    },
  });
}

/** "43,410 rows" */
function describeRows({ rows, split }: DatasetRecord): string {
  return `${formatCount(rows)} ${split} rows`;
}

/** Token ids of swaps; a row without one has none. */
async function tokenisePairs(
  { config, reporter, control }: OpenRequest,
  { tokenizer }: LoadedModel,
  train: LabelledExamples,
  swaps: readonly (string | null)[],
): Promise<TokenRows> {
  const having = swaps.flatMap((text, row) => (text === null ? [] : [{ text, row }]));
  const selected = selectExamples(
    train,
    having.map(({ row }) => row),
  );
  const found = await tokeniseSplit({
    examples: {
      ...selected,
      texts: having.map(({ text }) => text),
      labelIds: Int32Array.from(having, ({ row }) => train.labelIds[row] ?? 0),
    },
    dataHash: '',
    areOriginal: false,
    tokenizer,
    maxLength: config.training.maxLength,
    cache: cacheFolder(config.output),
    log: (message) => reporter.log(message),
    isWanted: () => !control.stopRequested(),
  });
  const offsets = new Int32Array(swaps.length + 1);
  let next = 0;
  for (const [row, text] of swaps.entries()) {
    if (text !== null) next += 1;
    offsets[row + 1] = found.offsets[next] ?? 0;
  }
  const place = (row: number): Place => ({ file: train.path, line: train.lines[row] ?? 1 });
  return { tokenIds: found.tokenIds, offsets, labels: train.labelIds, place };
}
