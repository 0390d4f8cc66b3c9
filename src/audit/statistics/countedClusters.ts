import { countOf } from '../../protocol/formatNumber';

/** Rows, and the clusters that they count as: rows that depend on each other are one. */
export interface Counted {
  readonly rows: number;
  readonly clusters: number;
}

/** Whether rows depend on each other. */
export function isClustered({ rows, clusters }: Counted): boolean {
  return clusters < rows - rounding;
}

/** `12 clusters`: never as many as are not there. */
export function clusterWords({ clusters }: Counted): string {
  return countOf(Math.max(1, Math.floor(clusters + rounding)), 'cluster');
}

/** What must not be few: `rows with this true label`, or where some depend on each other `clusters of rows with this true label`. */
export function evidenceWords(counted: Counted, rows: string): string {
  return isClustered(counted) ? `clusters of ${rows}` : rows;
}

/** Numbers of clusters are quotients: 12 may be 11.999999999. */
const rounding = 1e-6;
