import type { Command } from './command';
import { listDataFormats } from './dataFormats';
import { dataFlags, jsonFlag, noThresholdsFlag, subjectNote } from './sharedFlags';

/** How `finetune audit` is called. */
export const auditCommand: Command = {
  summary: 'Look for bias in a model or a dataset',
  usage: [
    'audit RUN|MODEL [--data FILE] [--groups COLUMN,…] [--cluster COLUMN] [DATA] [--positive LABEL] [--base RUN|MODEL] [--suite KIND=FILE]… [--built-in NAME,…]',
    'audit --predictions FILE --data FILE --groups COLUMN,… [--cluster COLUMN] [DATA] [--positive LABEL] [--base FILE]',
    'audit FILE [--groups COLUMN,…] [--reference FILE] [DATA]',
    'audit … [--delta D] [--fail-on D] [--format text|json|sarif|markdown|model-card | --json]',
  ],
  arguments: 1,
  flags: {
    base: {
      type: 'string',
      value: 'RUN|MODEL',
      help: 'what it was before: say which figures changed, on the same rows; with --predictions a file of predictions, too',
    },
    data: {
      type: 'string',
      value: 'FILE',
      help: 'rows to audit on; else the test split of the run',
    },
    predictions: {
      type: 'string',
      value: 'FILE',
      help: 'stored answers in the place of a model, such as finetune predict --json writes: a JSON object a line',
    },
    groups: {
      type: 'string',
      value: 'COLUMN,…',
      help: 'columns that say whom a row is about, by themselves and crossed',
    },
    cluster: {
      type: 'string',
      value: 'COLUMN',
      help: 'a column whose rows of one value are no independent evidence: author, thread, document',
    },
    ...dataFlags,
    format: {
      type: 'string',
      multiple: true,
      value: 'F',
      help: `of the report: text, json, sarif, markdown or model-card; or of the data: ${listDataFormats()}`,
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
    'no-thresholds': noThresholdsFlag,
    reference: {
      type: 'string',
      value: 'FILE',
      help: 'of a data file: the shares that groups should have, as {"gender": {"female": 0.51, "male": 0.49}}; else equal ones',
    },
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
    json: jsonFlag,
  },
  notes: [
    'A classifier is audited by groups, swaps and templates, an encoder by association tests, a data file by its rows.',
    subjectNote,
    'Suites of language models (CrowS-Pairs, StereoSet, BBQ) come with decoder models.',
  ],
  load: async () => (await import('./commands/audit')).audit,
};
