import { groupColumns } from '../data/groups/rowGroups';
import type { KeptColumn } from '../data/loadExamples';
import { UserError } from '../protocol/errors';
import { groupSourceName, type GroupThresholds } from '../protocol/mitigationConfig';
import type { FinetuneFile } from '../trainer/modelFolder/finetuneFile';
import type { ParsedArguments } from './parseArguments';

/** The thresholds by group that a model decides by, unless --no-thresholds says otherwise; null: it has none. */
export function storedThresholds(
  given: ParsedArguments,
  finetune: FinetuneFile | null,
): GroupThresholds | null {
  const thresholds = finetune?.thresholds ?? null;
  if (!given.has('no-thresholds')) return thresholds;
  if (thresholds !== null) return null;
  throw new UserError(
    'This model has no thresholds by group that --no-thresholds could leave out.',
    {
      next: 'Leave --no-thresholds out.',
    },
  );
}

/** The column that thresholds need; none for those of an axis, whose groups the texts tell. */
export function thresholdColumns(thresholds: GroupThresholds | null): KeptColumn[] {
  return groupColumns(thresholds?.groups ?? null, null);
}

/**
 * Reads rows with the column that thresholds need.
 * @throws UserError that says what the column is for, where the rows lack it
 */
export async function withThresholdColumn<T>(
  thresholds: GroupThresholds | null,
  read: () => Promise<T>,
): Promise<T> {
  try {
    return await read();
  } catch (error) {
    const name = thresholds === null ? null : groupSourceName(thresholds.groups);
    if (name === null || !(error instanceof UserError) || !error.message.includes(`"${name}"`))
      throw error;
    throw new UserError(
      `This model decides by thresholds for groups by "${name}". ${error.message}`,
      {
        ...(error.place === undefined ? {} : { place: error.place }),
        next: `Add the column, or write --no-thresholds to decide without them.`,
      },
    );
  }
}
