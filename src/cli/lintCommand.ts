import type { Command } from './command';
import { listDataFormats } from './dataFormats';
import { dataFlags, jsonFlag } from './sharedFlags';

/** How `finetune lint` is called. */
export const lintCommand: Command = {
  summary: 'Check data files for what training would stumble over',
  usage: [
    'lint FILE… [DATA] [--task T] [--model M --max-length N] [--against FILE] [--rules ID,…|row|all] [--format text|json|sarif | --json]',
    'lint FILE [DATA] --probabilities RUN|PREDICTIONS [--rules ID,…]',
    'lint FILE [DATA] [--rules ID,…] --fix --out COPY',
  ],
  arguments: Infinity,
  flags: {
    ...dataFlags,
    format: {
      type: 'string',
      multiple: true,
      value: 'F',
      help: `of the report: text, json or sarif; or of the data: ${listDataFormats()}`,
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
    fix: {
      type: 'boolean',
      help: 'mend what can be mended in the copy that --out names; guesses only of rules that --rules names',
    },
    out: {
      type: 'string',
      value: 'COPY',
      help: 'where the mended copy goes: a file that is not there yet',
    },
    json: jsonFlag,
  },
  notes: ['Exit code 2: there are findings at error level. docs/lint has a page on every rule.'],
  load: async () => (await import('./commands/lint')).lint,
};
