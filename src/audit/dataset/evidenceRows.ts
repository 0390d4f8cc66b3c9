import type { AuditRow } from '../../protocol/audit';
import type { DataSource } from '../../protocol/runConfig';
import type { ReadOptions } from '../../data/readers/row';
import { readRows } from '../../data/readRows';
import { contentOf, type DatasetIndex } from './datasetIndex';
import type { DatasetCheck } from './measured';
import { onlyGroups } from './wordCounts';

/** Rows shown of a check. */
const mostRows = 10;

/** The first rows that show each check, found by reading the file a second time. */
export async function evidenceRows(
  source: DataSource,
  index: DatasetIndex,
  checks: readonly DatasetCheck[],
  options: ReadOptions,
): Promise<readonly (readonly AuditRow[])[]> {
  const found = checks.map((): AuditRow[] => []);
  const open = new Map<number, Set<number>>();
  for (const [at, { group }] of checks.entries()) {
    if (group === null) continue;
    open.set(group, (open.get(group) ?? new Set()).add(at));
  }
  let position = -1;
  for await (const row of readRows(source, options)) {
    position += 1;
    if (open.size === 0) break;
    const label = index.labelOf(position);
    const groups = onlyGroups(index.groupsOf(position), index.groups);
    const wanted = groups.flatMap((group) => [...(open.get(group) ?? [])]);
    const fitting = wanted.filter((at) => fitsLabel(checks[at], label));
    if (fitting.length === 0) continue;
    const content = contentOf(row, index.schema);
    let words: ReadonlySet<string> | null = null;
    for (const at of fitting) {
      const check = checks[at];
      if (check === undefined || check.group === null) continue;
      if (check.word !== null) words ??= index.words.wordsIn(content.text);
      if (check.word !== null && words?.has(check.word) !== true) continue;
      found[at]?.push({
        ...{ path: source.path, row: row.row, line: row.line, text: content.text },
        ...(content.label === null ? {} : { gold: content.label }),
      });
      if ((found[at]?.length ?? 0) < mostRows) continue;
      open.get(check.group)?.delete(at);
      if (open.get(check.group)?.size === 0) open.delete(check.group);
    }
  }
  return found;
}

function fitsLabel(check: DatasetCheck | undefined, label: number): boolean {
  const wanted = check?.label ?? null;
  if (wanted === null) return true;
  return label > 0 && (label - 1 === wanted.number) === wanted.isHad;
}
