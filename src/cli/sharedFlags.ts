import type { Flag } from './command';
import { listDataFormats } from './dataFormats';

/** Of every command. */
export const jsonFlag: Flag = {
  type: 'boolean',
  help: 'print JSON on stdout and nothing else there',
};

/** Of commands that decide by a model. */
export const noThresholdsFlag: Flag = {
  type: 'boolean',
  help: "leave out the run's thresholds for groups (mitigation.thresholds)",
};

/** How to read a data file; what is not given comes from the run, else is recognised. */
export const dataFlags: Readonly<Record<string, Flag>> = {
  fields: {
    type: 'string',
    value: 'text=COLUMN,label=COLUMN',
    help: 'which columns hold text and label',
  },
  format: { type: 'string', value: 'F', help: listDataFormats() },
  columns: {
    type: 'string',
    value: 'A,B',
    help: 'names of the columns of a file without a header',
  },
  'no-header': { type: 'boolean', help: 'the first line is a row already' },
};

/** What RUN|MODEL may be. */
export const subjectNote =
  'RUN is a run folder, or the name of a run under .finetune/runs; MODEL a model folder.';
