import { auditCommand } from './auditCommand';
import type { Command } from './command';
import { lintCommand } from './lintCommand';
import { evaluateCommand, predictCommand, trainCommand } from './modelCommands';
import { dataFlags, jsonFlag } from './sharedFlags';

/** All commands, in the order of `--help`. */
export const commands: Readonly<Record<string, Command>> = {
  train: trainCommand,
  evaluate: evaluateCommand,
  predict: predictCommand,
  audit: auditCommand,
  lint: lintCommand,
  preprocess: {
    summary: 'Clean, filter and split a dataset as a recipe says',
    usage: ['preprocess RECIPE [--json]'],
    arguments: 1,
    flags: { json: jsonFlag },
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
    flags: { json: jsonFlag },
    load: async () => (await import('./commands/estimate')).estimate,
  },
  runs: {
    summary: 'List the runs in .finetune/runs',
    usage: ['runs [--json]'],
    arguments: 0,
    flags: { json: jsonFlag },
    load: async () => (await import('./commands/runs')).runs,
  },
  init: {
    summary: 'Write a run config, by asking or from a data file',
    usage: ['init [FILE --model M] [DATA] [--out CONFIG]'],
    arguments: 1,
    flags: {
      data: { type: 'string', value: 'FILE', help: 'the data file, instead of the argument' },
      ...dataFlags,
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
