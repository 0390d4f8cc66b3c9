import { countOf, formatCount } from '../../protocol/formatNumber';
import { clusterWords, isClustered } from '../statistics/countedClusters';
import type { DependentRows } from './dependentRows';
import { effectiveRows } from './effectiveRows';
import { fewestRows } from './gate';
import type { GroupSet } from './groupSet';

/** What a number of rows means then. */
const needsWords =
  'Where rows are said to be needed, rows of further clusters are meant, as large as the present ones.';

/** What was made of rows that are no independent evidence; nothing where all are. @param rows of the file */
export function dependenceCaveats(
  { texts, repeated, column }: DependentRows,
  rows: number,
): string[] {
  const caveats: string[] = [];
  if (repeated > 0)
    caveats.push(
      `${formatCount(repeated)} of ${countOf(rows, 'row')} repeat the text of another row (${countOf(texts.length, 'text')}, case and whitespace aside). Figures are those of all rows; tests, intervals and the sizes that would be found take the rows of one text as one cluster, since they have one answer. ${needsWords}`,
    );
  if (column === null) return caveats;
  const { name, clusters, values } = column;
  const sharing = clusters.reduce((sum, cluster) => sum + cluster.rows.length, 0);
  caveats.push(
    sharing === 0
      ? `No two rows have the same "${name}", so that --cluster changed nothing. If rows depend on each other, name the column that says so.`
      : `${formatCount(sharing)} of ${countOf(rows, 'row')} share their "${name}" with another row (${countOf(values, 'value')}). Figures are those of all rows; tests, intervals and the sizes that would be found take them as a cluster, whose rows are alike as far as they are found to be. ${needsWords}`,
  );
  return caveats;
}

/** Groups named in a caveat. */
const mostNamed = 5;

/** Which groups are large enough by their rows, and not by their clusters. */
export function fewClusters(
  { id, names, sizes, groupOf }: GroupSet,
  dependent: DependentRows,
): string[] {
  if (dependent.clusterOf === null) return [];
  const rows = Float64Array.from(sizes);
  const { own } = effectiveRows(dependent, groupOf, rows, { isIn: () => true, alike: 1 });
  const few = names.flatMap((name, group) => {
    const counted = { rows: sizes[group] ?? 0, clusters: own[group] ?? 0 };
    const isFew = counted.rows >= fewestRows && counted.clusters < fewestRows;
    return isFew && isClustered(counted)
      ? [`"${name}" (${countOf(counted.rows, 'row')}, ${clusterWords(counted)})`]
      : [];
  });
  if (few.length === 0) return [];
  const left = few.length - mostNamed;
  const named = few.slice(0, mostNamed).join(', ');
  return [
    `${id}: ${fewestRows} clusters are needed for a verdict. Without one for want of them: ${named}${left > 0 ? ` and ${countOf(left, 'more group')}` : ''}.`,
  ];
}
