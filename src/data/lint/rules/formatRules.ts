import type { DatasetRule, RowRule } from '../rule';
import { listForText } from './listForText';
import { missingColumn } from './missingColumn';
import { mixedSchemas } from './mixedSchemas';
import { mixedTypes } from './mixedTypes';

/**
 * The rules about how a file's rows are made. L-FMT-01 to -05 are not among them: what breaks a row's text is found where it
 * is read, in scan/.
 */
export const formatRowRules: readonly RowRule[] = [missingColumn, listForText];
export const formatDatasetRules: readonly DatasetRule[] = [mixedTypes, mixedSchemas];
