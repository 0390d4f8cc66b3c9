import type { AuditCheck, Verdict } from '../../protocol/audit';

/** How the rows of a plot are ordered. */
export type PlotOrder = 'as-found' | 'verdict' | 'value' | 'name' | 'rows';

export const plotOrders: readonly { readonly value: PlotOrder; readonly words: string }[] = [
  { value: 'as-found', words: 'Order of the data' },
  { value: 'verdict', words: 'Verdict' },
  { value: 'value', words: 'Value' },
  { value: 'name', words: 'Name' },
  { value: 'rows', words: 'Rows' },
];

const ranks: Readonly<Record<Verdict, number>> = {
  disparity: 0,
  'not-enough-data': 1,
  'model-too-weak': 2,
  'none-larger-than-delta': 3,
};

/** Checks in the order asked for, the largest first; equal ones stay as they came, undefined values go last. */
export function sortChecks(checks: readonly AuditCheck[], order: PlotOrder): AuditCheck[] {
  switch (order) {
    case 'as-found':
      return [...checks];
    case 'verdict':
      return [...checks].sort((a, b) => ranks[a.verdict] - ranks[b.verdict]);
    case 'value':
      return [...checks].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity) || 0);
    case 'name':
      return [...checks].sort((a, b) => nameOf(a).localeCompare(nameOf(b), 'en'));
    case 'rows':
      return [...checks].sort((a, b) => b.n - a.n);
  }
}

function nameOf({ group, metric }: AuditCheck): string {
  return group ?? metric;
}
