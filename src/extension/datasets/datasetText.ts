import type { DatasetRecord } from '../../protocol/run';
import type { KnownRun } from '../runs/knownRun';
import { countOf, formatCount } from '../../protocol/formatNumber';
import type { DatasetFacts } from './datasetFacts';

/** What stands beside a data file: `43,410 rows · text, label`. */
export function datasetDescription({ rows, fields, columns }: DatasetFacts): string {
  const names =
    fields === null
      ? columns.map(({ name }) => name)
      : [fields.text, fields.label].filter((name) => name !== null);
  const shown = names.length > 4 ? `${names.slice(0, 4).join(', ')}, …` : names.join(', ');
  const count = countOf(rows, 'row');
  return shown === '' ? count : `${count} · ${shown}`;
}

/** `text · 100 % filled`; a few gaps never read as none. */
export function columnDescription(
  { type, filled }: DatasetFacts['columns'][number],
  rows: number,
): string {
  if (rows === 0 || filled >= rows) return `${type} · 100 % filled`;
  const percent = Math.min(99.9, (100 * filled) / rows);
  return `${type} · ${percent.toFixed(percent > 99 ? 1 : 0)} % filled`;
}

/** `1,204 · 30 %`. */
export function labelDescription(count: number, rows: number): string {
  return `${formatCount(count)} · ${rows === 0 ? 0 : Math.round((100 * count) / rows)} %`;
}

export interface DatasetUse {
  readonly run: KnownRun;
  readonly dataset: DatasetRecord;
  /** Whether the run used the content that the file has now. */
  readonly isSame: boolean;
}

/** Which runs used this file, newest first, by path; a moved file is known by its content. */
export function datasetUses(
  file: string,
  hash: string | null,
  runs: readonly KnownRun[],
): readonly DatasetUse[] {
  return runs.flatMap((run) => {
    const datasets = run.record.datasets.filter(
      (dataset) => dataset.path === file || (hash !== null && dataset.hash === hash),
    );
    return datasets.map((dataset) => ({ run, dataset, isSame: dataset.hash === hash }));
  });
}

/** `train · this content`, or `train · earlier content, 3,900 rows`. */
export function useDescription({ dataset, isSame }: DatasetUse): string {
  return isSame
    ? `${dataset.split} · this content`
    : `${dataset.split} · other content, ${countOf(dataset.rows, 'row')}`;
}
