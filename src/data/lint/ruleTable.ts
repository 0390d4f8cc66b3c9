import { wholeFileRules } from './dataset/wholeFileRules';
import { leakRule } from './files/leaks';
import { unseenLabelRule } from './files/unseenLabels';
import type { CrossFileRule, DatasetRule, RowRule } from './rule';
import { formatDatasetRules, formatRowRules } from './rules/formatRules';
import { lengths } from './rules/lengths';
import { schemaRules } from './rules/schemaRules';
import { textRules } from './rules/textRules';

/** Rules that look at one row at a time, in the order of the catalogue. */
export const rowRules: readonly RowRule[] = [
  ...formatRowRules,
  ...schemaRules,
  ...textRules,
  lengths,
];

/** Rules that need all rows of a file. */
export const datasetRules: readonly DatasetRule[] = [...formatDatasetRules, ...wholeFileRules];

/** Rules about an evaluation file beside the training file. */
export const crossFileRules: readonly CrossFileRule[] = [leakRule, unseenLabelRule];
