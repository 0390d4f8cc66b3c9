import { countOf, formatCount } from '../../protocol/formatNumber';
import type { DependentRows } from './dependentRows';

/** What was made of rows that are no independent evidence; nothing where all are. @param rows of the file */
export function dependenceCaveats(
  { texts, repeated, column }: DependentRows,
  rows: number,
): string[] {
  const caveats: string[] = [];
  if (repeated > 0)
    caveats.push(
      `${formatCount(repeated)} of ${countOf(rows, 'row')} repeat the text of another row (${countOf(texts.length, 'text')}, case and whitespace aside). Figures are those of all rows; tests, intervals and the sizes that would be found take the rows of one text as one, since they have one answer.`,
    );
  if (column === null) return caveats;
  const { name, clusters, values } = column;
  const sharing = clusters.reduce((sum, cluster) => sum + cluster.rows.length, 0);
  caveats.push(
    sharing === 0
      ? `No two rows have the same "${name}", so that --cluster changed nothing. If rows depend on each other, name the column that says so.`
      : `${formatCount(sharing)} of ${countOf(rows, 'row')} share their "${name}" with another row (${countOf(values, 'value')}). Figures are those of all rows; tests, intervals and the sizes that would be found allow for rows of one "${name}" being alike, as far as they are.`,
  );
  return caveats;
}
