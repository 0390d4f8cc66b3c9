import type { Command } from './command';
import { dataFlags, jsonFlag, noThresholdsFlag, subjectNote } from './sharedFlags';

/** How `finetune train` is called. */
export const trainCommand: Command = {
  summary: 'Fine-tune a model as a run config says',
  usage: [
    'train CONFIG [--set KEY.PATH=VALUE]… [--device D] [--json]',
    'train --resume RUN [--json]',
  ],
  arguments: 1,
  flags: {
    set: {
      type: 'string',
      multiple: true,
      value: 'KEY.PATH=VALUE',
      help: 'change a key of the config for this run; may stand several times; paths are relative to the config',
    },
    device: { type: 'string', value: 'D', help: 'auto, cpu, webgpu or wasm' },
    resume: { type: 'string', value: 'RUN', help: 'go on with a run from its last checkpoint' },
    json: jsonFlag,
  },
  notes: [
    'Ctrl-C stops after the step and writes a checkpoint (exit code 130); once more ends at once.',
    'A run that does not fit in memory beside others waits. FINETUNE_MEMORY_LIMIT sets the bytes that all runs together may take.',
  ],
  load: async () => (await import('./commands/train')).train,
};

/** How `finetune evaluate` is called. */
export const evaluateCommand: Command = {
  summary: 'Measure a model on labelled rows',
  usage: ['evaluate RUN|MODEL [--data FILE] [DATA] [--groups COLUMN] [--task T] [--json]'],
  arguments: 1,
  flags: {
    data: {
      type: 'string',
      value: 'FILE',
      help: 'labelled rows; else the test split of the run',
    },
    ...dataFlags,
    groups: {
      type: 'string',
      value: 'COLUMN',
      help: "decide by the run's thresholds for groups (mitigation.thresholds): the column or axis they are of",
    },
    task: { type: 'string', value: 'T', help: 'text-classification' },
    json: jsonFlag,
  },
  notes: [subjectNote],
  load: async () => (await import('./commands/evaluate')).evaluate,
};

/** How `finetune predict` is called. */
export const predictCommand: Command = {
  summary: 'Label texts with a model',
  usage: [
    'predict RUN|MODEL [--input FILE | --text "…"] [DATA] [--json]',
    'predict --out-of-fold CONFIG [--folds K] [--set KEY.PATH=VALUE]… [--json]',
  ],
  arguments: 1,
  flags: {
    input: { type: 'string', value: 'FILE', help: 'a data file, a prediction for each row' },
    text: { type: 'string', value: '"…"', help: 'one text' },
    ...dataFlags,
    'no-thresholds': noThresholdsFlag,
    'out-of-fold': {
      type: 'string',
      value: 'CONFIG',
      help: 'train a run a fold of its training file, and predict each row by the run that does not know it',
    },
    folds: {
      type: 'string',
      value: 'K',
      help: 'with --out-of-fold: how many, from 2 to 20; else 5',
    },
    set: {
      type: 'string',
      multiple: true,
      value: 'KEY.PATH=VALUE',
      help: 'with --out-of-fold: change a key of the config',
    },
    json: jsonFlag,
  },
  notes: [
    subjectNote,
    '"lint FILE --probabilities" finds wrong labels in what --out-of-fold writes. Ctrl-C keeps what is done; the same command goes on.',
  ],
  load: async () => (await import('./commands/predict')).predict,
};
