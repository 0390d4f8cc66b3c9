import { formatCount } from '../../protocol/formatNumber';
import { clusterWords, isClustered, type Counted } from '../statistics/countedClusters';
import type { MeasuredCheck } from '../statistics/judge';
import { fewestBehind, fewestRows } from './gate';
import type { Gate } from './gate';

/** What a group, or all others together, have of the rows that a figure is made of. */
export interface Size {
  /** Rows. */
  readonly of: number;
  /** The clusters that they count as: rows that depend on each other are one. */
  readonly clusters: number;
  /** The same of all its rows, whether the figure is made of them or not. */
  readonly inAll: Counted;
}

/** A size with what its rows are called, such as "rows with this true label". */
export interface SizeOf {
  readonly who: 'own' | 'rest';
  readonly size: Size;
  readonly rows: string;
}

/**
 * Why a group cannot be judged, or not against the rest; null where it can. The one rule for rates, areas, calibration errors and gaps, of one
 * model and before and after: 30 clusters in all, and 10 that the figure is made of. How alike rows of a cluster are is never known from a handful.
 */
export function tooFew(own: Size, rest: Size, rows: string): Gate | null {
  return tooFewOf([
    { who: 'own', size: own, rows },
    { who: 'rest', size: rest, rows },
  ]);
}

/** The same for a figure that is made of several kinds of rows, such as an area. */
export function tooFewOf(sizes: readonly SizeOf[]): Gate | null {
  const reason =
    sizes.map(noneOf).find((each) => each !== null) ??
    sizes.map(fewOf).find((each) => each !== null) ??
    null;
  return reason === null ? null : { withheld: 'not-enough-data', reason };
}

/** Whether a group has enough of the rows that a figure is made of. */
export function isEnough({ clusters, inAll }: Pick<Size, 'clusters' | 'inAll'>): boolean {
  return inAll.clusters >= fewestRows && clusters >= fewestBehind;
}

function noneOf({ who, size, rows }: SizeOf): string | null {
  if (size.of > 0) return null;
  return who === 'own' ? `The group has no ${rows}.` : `No other group has ${rows}.`;
}

function fewOf({ who, size, rows }: SizeOf): string | null {
  const { inAll, of, clusters } = size;
  const has = who === 'own' ? 'The group has' : 'The other groups have';
  if (inAll.clusters < fewestRows) return fewWords(has, inAll, 'rows', fewestRows);
  if (clusters < fewestBehind) return fewWords(has, { rows: of, clusters }, rows, fewestBehind);
  return null;
}

function fewWords(has: string, counted: Counted, rows: string, fewest: number): string {
  return isClustered(counted)
    ? `${has} ${formatCount(counted.rows)} ${rows}, but they count as ${clusterWords(counted)}; ${fewest} are needed.`
    : `${has} fewer than ${fewest} ${rows}.`;
}

/**
 * How many rows `n` must become, of the same mix, until each of these sizes can be judged, and what clusters they count as; nothing where each
 * can be, or no row depends on another.
 */
export function rowsForVerdict(
  counted: Counted,
  sizes: readonly Size[],
): Pick<MeasuredCheck, 'fewestRows' | 'clusters'> {
  const growth = Math.max(
    ...sizes.map(({ clusters, inAll }) =>
      Math.max(fewestRows / inAll.clusters, fewestBehind / clusters),
    ),
  );
  return {
    ...(growth > 1 && Number.isFinite(growth)
      ? { fewestRows: Math.ceil(counted.rows * growth) }
      : {}),
    ...(isClustered(counted) ? { clusters: counted.clusters } : {}),
  };
}
