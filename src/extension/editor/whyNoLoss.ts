import { UserError } from '../../protocol/errors';

/** Why nothing is known of how a model reads the text at the cursor. */
export function whyNoLoss(known: {
  /** A run config names the file, and with it a model. */
  readonly hasModel: boolean;
  /** The answer did not come in time. */
  readonly isLate: boolean;
}): UserError {
  if (!known.hasModel) {
    return new UserError('It is not known how a model reads this row.', {
      next: 'Name the file in a run config whose model has a tokenizer.',
    });
  }
  if (known.isLate) {
    return new UserError('The file is still being read.', { next: 'Try again in a moment.' });
  }
  return new UserError('There is no row that a model could read at the cursor.', {
    next: 'Put the cursor on a row: not on the names of the columns, and not on a row that is broken.',
  });
}
