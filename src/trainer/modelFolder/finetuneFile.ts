import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import type { GroupThresholds } from '../../protocol/mitigationConfig';
import type { DataConfig, Fields, Task } from '../../protocol/runConfig';
import { isJsonObject, readJsonObject } from '../../data/tokens/jsonFile';

export const finetuneFileName = 'finetune.json';

/** What a run keeps beside its model, so that the folder works alone. */
export interface FinetuneFile {
  readonly version: 1;
  readonly task: Task;
  /** In the order of their ids. */
  readonly labels: readonly string[];
  /** Tokens per row, special tokens included; longer rows are cut. */
  readonly maxLength: number;
  /** How the run was told to read its data. */
  readonly data: DataConfig;
  /** The columns the run used, recognised ones too: another file that has them means them too. */
  readonly fields?: Fields;
  /** Thresholds by group; left out: none. Used only where the groups of rows are given. */
  readonly thresholds?: GroupThresholds;
}

/**
 * @returns null when the folder has no such file
 * @throws UserError when it has one that cannot be read
 */
export function readFinetuneFile(folder: string): FinetuneFile | null {
  const file = path.join(folder, finetuneFileName);
  if (!existsSync(file)) return null;
  const parsed: unknown = readJsonObject(file, 16 * 2 ** 20);
  if (isFinetuneFile(parsed)) return parsed;
  throw new UserError('This file was written by another version, or changed by hand.', {
    place: { file },
    next: 'Remove it: the model then loads like any other, and fields are recognised by name.',
  });
}

function isFinetuneFile(value: unknown): value is FinetuneFile {
  if (!isJsonObject(value)) return false;
  const { version, task, labels, maxLength, data, fields = {}, thresholds } = value;
  return (
    version === 1 &&
    task === 'text-classification' &&
    Array.isArray(labels) &&
    labels.every((label) => typeof label === 'string') &&
    Number.isSafeInteger(maxLength) &&
    (maxLength as number) > 2 &&
    isJsonObject(data) &&
    isJsonObject(data.fields) &&
    isJsonObject(fields) &&
    (thresholds === undefined || areThresholds(thresholds))
  );
}

function areThresholds(value: unknown): boolean {
  if (!isJsonObject(value) || !isJsonObject(value.thresholds)) return false;
  const isSource = typeof value.groups === 'string' || isJsonObject(value.groups);
  const numbers = Object.values(value.thresholds);
  return isSource && numbers.every((each) => typeof each === 'number' && each >= 0 && each <= 1);
}
