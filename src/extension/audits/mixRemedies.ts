import { equalShares, type AuditCheck } from '../../protocol/audit';
import type { PlannedRemedy } from './remedies';

/** A column whose groups have other shares of a dataset's rows than they should. */
export interface UnfitMix {
  readonly column: string;
  /** Shares of 1 by group; null: equal ones. */
  readonly shares: Readonly<Record<string, number>> | null;
}

/** Shares of reports are differences of figures: beyond this many digits stands rounding. */
const digits = 6;

/** The columns of a dataset that lack the shares that were stated for them, or equal ones, and have rows about every group. */
export function unfitMixes(checks: readonly AuditCheck[]): readonly UnfitMix[] {
  const ofColumns = checks.filter(
    ({ metric, variant }) => metric === 'share-of-rows' && variant === 'column',
  );
  const unfit = new Set(
    ofColumns.filter(({ verdict }) => verdict === 'disparity').map(({ id }) => id),
  );
  return [...unfit].flatMap((id) => {
    const own = ofColumns.filter((check) => check.id === id);
    if (own.some(({ value }) => value === 0)) return [];
    const isStated = own.some(({ reference }) => reference !== equalShares);
    const shares = own.map(({ group, value, disparity }) => {
      const share = (value ?? 0) - (disparity?.value ?? 0);
      return [group ?? '', Number(share.toPrecision(digits))] as const;
    });
    return [
      {
        column: id.slice(id.indexOf('/') + 1),
        shares: isStated ? Object.fromEntries(shares) : null,
      },
    ];
  });
}

/** The columns of a dataset whose groups all have the shares that were stated for them. */
export function fitMixesOf(checks: readonly AuditCheck[]): readonly string[] {
  const ofColumns = checks.filter(
    ({ metric, variant }) => metric === 'share-of-rows' && variant === 'column',
  );
  const ids = new Set(ofColumns.map(({ id }) => id));
  return [...ids]
    .filter((id) => {
      const own = ofColumns.filter((check) => check.id === id);
      return (
        own.some(({ reference }) => reference !== equalShares) &&
        own.every(({ verdict }) => verdict !== 'disparity')
      );
    })
    .map((id) => id.slice(id.indexOf('/') + 1));
}

/** Groups that no row is about cannot be had more often. */
export function mixNotes(checks: readonly AuditCheck[]): readonly string[] {
  return checks
    .filter(
      ({ metric, verdict, value }) =>
        metric === 'share-of-rows' && verdict === 'disparity' && value === 0,
    )
    .map(
      ({ group, id }) =>
        `No row is about "${group ?? ''}" of ${id.slice(id.indexOf('/') + 1)}: gather such rows, repeating cannot make them.`,
    );
}

const words =
  'A new data file beside the old one. More rows take more time; repeated rows teach nothing new about small groups.';
const emptyWords = 'Rows that name no group are left out.';
const othersWords = 'Rows of groups without a stated share are left out.';

/** Resampling of a data file towards the shares that its groups should have. */
export function mixRemedy({ column, shares }: UnfitMix): PlannedRemedy {
  return {
    id: `resampling/${column}`,
    title:
      shares === null
        ? `Repeat rows until all groups of ${column} are equally frequent`
        : `Repeat rows until the groups of ${column} have the stated shares`,
    words: `${words} ${shares === null ? emptyWords : othersWords}`,
    action: 'Write a recipe…',
    plan: {
      type: 'recipe',
      step: {
        ...{ type: 'balance', by: column, method: 'oversample' },
        ...(shares === null ? {} : { shares }),
        others: 'drop',
      },
    },
  };
}
