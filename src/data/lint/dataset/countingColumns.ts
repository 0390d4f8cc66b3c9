import type { DatasetRule } from '../rule';
import { hasLabels } from './labelCounts';

/** Fewer rows may count up by chance. */
const fewestRows = 20;

/** L-LBL-05: columns that only count the rows. One that is used for training says nothing a model could learn. */
export const countingColumnRule: DatasetRule = {
  ids: ['L-LBL-05'],
  applies: hasLabels,
  begin: ({ schema }) => {
    const used = new Set(Object.values(schema.columns));
    /** The last value of each column that has counted up so far. */
    let counting: Map<string, number> | null = null;
    let rows = 0;
    return {
      see({ values }) {
        rows += 1;
        if (counting === null) {
          counting = new Map();
          for (const [column, value] of Object.entries(values)) {
            const number = wholeNumber(value);
            if (number !== null) counting.set(column, number);
          }
          return;
        }
        for (const [column, last] of counting) {
          const number = wholeNumber(values[column]);
          if (number === last + 1) counting.set(column, number);
          else counting.delete(column);
        }
      },
      finish(report) {
        if (rows < fewestRows) return;
        for (const [column] of counting ?? []) {
          const isUsed = used.has(column);
          report('L-LBL-05', null, {
            at: { path: [] },
            ...(isUsed ? {} : { severity: 'information' }),
            message: isUsed
              ? `The column "${column}" only counts the rows: it says nothing a model could learn. Train without it.`
              : `The column "${column}" only counts the rows; do not train on it.`,
          });
        }
      },
    };
  },
};

function wholeNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : null;
}
