import type { ParsedArguments } from './parseArguments';
import type { ExitCode } from './exitCode';
import type { Output } from './output';

/** A flag as `--help` shows it. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly multiple?: boolean;
  /** What stands for the value: `FILE`. */
  readonly value?: string;
  readonly help: string;
}

export type Run = (given: ParsedArguments, output: Output) => Promise<ExitCode>;

/** A command of `finetune`: all that help and parsing need; the work is loaded when it is asked for. */
export interface Command {
  readonly summary: string;
  /** One line per way to call it, without "finetune". */
  readonly usage: readonly string[];
  /** Most positional arguments. */
  readonly arguments: number;
  readonly flags: Readonly<Record<string, Flag>>;
  readonly notes?: readonly string[];
  readonly load: () => Promise<Run>;
}

const json: Flag = { type: 'boolean', help: 'print JSON on stdout and nothing else there' };

const noThresholds: Flag = {
  type: 'boolean',
  help: "leave out the run's thresholds for groups (mitigation.thresholds)",
};

/** How to read a data file; what is not given comes from the run, else is recognised. */
const data: Readonly<Record<string, Flag>> = {
  fields: {
    type: 'string',
    value: 'text=COLUMN,label=COLUMN',
    help: 'which columns hold text and label',
  },
  format: { type: 'string', value: 'F', help: 'jsonl, json, csv, tsv, parquet or text' },
  columns: {
    type: 'string',
    value: 'A,B',
    help: 'names of the columns of a file without a header',
  },
  'no-header': { type: 'boolean', help: 'the first line is a row already' },
};

const subject =
  'RUN is a run folder, or the name of a run under .finetune/runs; MODEL a model folder.';

export const commands: Readonly<Record<string, Command>> = {
  train: {
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
      json,
    },
    notes: [
      'Ctrl-C stops after the step and writes a checkpoint (exit code 130); once more ends at once.',
      'A run that does not fit in memory beside others waits. FINETUNE_MEMORY_LIMIT sets the bytes that all runs together may take.',
    ],
    load: async () => (await import('./commands/train')).train,
  },
  evaluate: {
    summary: 'Measure a model on labelled rows',
    usage: ['evaluate RUN|MODEL [--data FILE] [DATA] [--groups COLUMN] [--task T] [--json]'],
    arguments: 1,
    flags: {
      data: {
        type: 'string',
        value: 'FILE',
        help: 'labelled rows; else the test split of the run',
      },
      ...data,
      groups: {
        type: 'string',
        value: 'COLUMN',
        help: "decide by the run's thresholds for groups (mitigation.thresholds): the column or axis they are of",
      },
      task: { type: 'string', value: 'T', help: 'text-classification' },
      json,
    },
    notes: [subject],
    load: async () => (await import('./commands/evaluate')).evaluate,
  },
  predict: {
    summary: 'Label texts with a model',
    usage: [
      'predict RUN|MODEL [--input FILE | --text "…"] [DATA] [--json]',
      'predict --out-of-fold CONFIG [--folds K] [--set KEY.PATH=VALUE]… [--json]',
    ],
    arguments: 1,
    flags: {
      input: { type: 'string', value: 'FILE', help: 'a data file, a prediction for each row' },
      text: { type: 'string', value: '"…"', help: 'one text' },
      ...data,
      'no-thresholds': noThresholds,
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
      json,
    },
    notes: [
      subject,
      '"lint FILE --probabilities" finds wrong labels in what --out-of-fold writes. Ctrl-C keeps what is done; the same command goes on.',
    ],
    load: async () => (await import('./commands/predict')).predict,
  },
  audit: {
    summary: 'Look for bias in a model or a dataset',
    usage: [
      'audit RUN|MODEL [--data FILE] [--groups COLUMN,…] [DATA] [--positive LABEL] [--base RUN|MODEL] [--suite KIND=FILE]… [--built-in NAME,…]',
      'audit FILE [--groups COLUMN,…] [DATA]',
      'audit … [--delta D] [--fail-on D] [--format text|json|sarif|markdown|model-card | --json]',
    ],
    arguments: 1,
    flags: {
      base: {
        type: 'string',
        value: 'RUN|MODEL',
        help: 'what it was before: say which figures changed, on the same rows',
      },
      data: {
        type: 'string',
        value: 'FILE',
        help: 'rows to audit on; else the test split of the run',
      },
      groups: {
        type: 'string',
        value: 'COLUMN,…',
        help: 'columns that say whom a row is about, by themselves and crossed',
      },
      ...data,
      format: {
        type: 'string',
        multiple: true,
        value: 'F',
        help: 'of the report: text, json, sarif, markdown or model-card; or of the data: jsonl, csv, tsv or parquet',
      },
      suite: {
        type: 'string',
        multiple: true,
        value: 'KIND=FILE',
        help: 'further items: seat=FILE (association test), template=FILE, functional=FILE; may stand several times',
      },
      'built-in': {
        type: 'string',
        value: 'NAME,…',
        help: 'which suites that ship are asked: swap, template, seat, single ones such as swap/gender, or none; else swap and template of a classifier, seat of an encoder',
      },
      'no-thresholds': noThresholds,
      positive: {
        type: 'string',
        value: 'LABEL',
        help: 'compare groups for this label; else the second of two, each of more',
      },
      delta: {
        type: 'string',
        value: 'D',
        help: 'the margin of "none larger", .05 (5 points) where it is not given',
      },
      'fail-on': {
        type: 'string',
        value: 'D',
        help: 'exit code 2 when a disparity is larger than D for certain: its 95 % interval lies beyond',
      },
      json,
    },
    notes: [
      'A classifier is audited by groups, swaps and templates, an encoder by association tests, a data file by its rows.',
      subject,
      'Suites of language models (CrowS-Pairs, StereoSet, BBQ) come with decoder models.',
    ],
    load: async () => (await import('./commands/audit')).audit,
  },
  lint: {
    summary: 'Check data files for what training would stumble over',
    usage: [
      'lint FILE… [DATA] [--task T] [--model M --max-length N] [--against FILE] [--rules ID,…|row|all] [--format text|json|sarif | --json]',
      'lint FILE [DATA] --probabilities RUN|PREDICTIONS [--rules ID,…]',
      'lint FILE [DATA] [--rules ID,…] --fix --out COPY',
    ],
    arguments: Infinity,
    flags: {
      ...data,
      format: {
        type: 'string',
        multiple: true,
        value: 'F',
        help: 'of the report: text, json or sarif; or of the data: jsonl, csv, tsv or parquet',
      },
      task: {
        type: 'string',
        value: 'T',
        help: 'what the rows are for, such as text-classification; else recognised',
      },
      model: {
        type: 'string',
        value: 'M',
        help: 'a model folder: say which rows its tokenizer cuts off, or does not know',
      },
      'max-length': {
        type: 'string',
        value: 'N',
        help: 'tokens of a row in training, with --model; 128 where it is not given',
      },
      'no-config': {
        type: 'boolean',
        help: 'ask neither the run config that names the file nor .vscode/settings.json',
      },
      against: {
        type: 'string',
        value: 'FILE',
        help: 'an evaluation file: say which of its rows stand in FILE too',
      },
      probabilities: {
        type: 'string',
        value: 'RUN|FILE',
        help: 'look for wrong labels (L-LBL-01) by a run that was not trained on FILE, or by what "predict --json" printed',
      },
      rules: {
        type: 'string',
        value: 'ID,…',
        help: 'only these rules; row: all that need one row at a time; all: the default; -ID leaves one out',
      },
      fix: { type: 'boolean', help: 'mend what can be mended, in the copy that --out names' },
      out: { type: 'string', value: 'COPY', help: 'where the mended copy goes' },
      json,
    },
    notes: ['Exit code 2: there are findings at error level. docs/lint has a page on every rule.'],
    load: async () => (await import('./commands/lint')).lint,
  },
  preprocess: {
    summary: 'Clean, filter and split a dataset as a recipe says',
    usage: ['preprocess RECIPE [--json]'],
    arguments: 1,
    flags: { json },
    notes: [
      'A recipe is a file NAME.recipe.json: input, output and steps; docs/recipe.md describes them.',
      'The input is never changed. Ctrl-C stops and leaves nothing behind (exit code 130).',
    ],
    load: async () => (await import('./commands/preprocess')).preprocess,
  },
  estimate: {
    summary: 'Say what a run will need before it begins',
    usage: ['estimate CONFIG [--json]'],
    arguments: 1,
    flags: { json },
    load: async () => (await import('./commands/estimate')).estimate,
  },
  runs: {
    summary: 'List the runs in .finetune/runs',
    usage: ['runs [--json]'],
    arguments: 0,
    flags: { json },
    load: async () => (await import('./commands/runs')).runs,
  },
  init: {
    summary: 'Write a run config, by asking or from a data file',
    usage: ['init [FILE --model M] [DATA] [--out CONFIG]'],
    arguments: 1,
    flags: {
      data: { type: 'string', value: 'FILE', help: 'the data file, instead of the argument' },
      ...data,
      model: { type: 'string', value: 'M', help: 'the model folder' },
      out: { type: 'string', value: 'CONFIG', help: 'where to write; NAME.finetune.json else' },
    },
    load: async () => (await import('./commands/init')).init,
  },
};

/** What a later version brings, and what it will do. */
export const laterCommands: Readonly<Record<string, string>> = {
  sweep: 'Sweeps are',
  export: 'Export is',
  generate: 'Text generation is',
};
