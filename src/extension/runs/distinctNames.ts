import type { KnownRun } from './knownRun';

/**
 * Names that tell runs apart, by folder: runs of one config bear its name, so those that share one also say
 * when they started.
 */
export function distinctNames(runs: readonly KnownRun[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  for (const { record } of runs) counts.set(record.name, (counts.get(record.name) ?? 0) + 1);
  return new Map(
    runs.map(({ folder, record: { name, startedAt } }) => {
      const isShared = (counts.get(name) ?? 0) > 1;
      return [folder, isShared ? `${name} · ${startText(startedAt)}` : name];
    }),
  );
}

/** `2026-11-26 18:55:30` in the local time, as in the tooltip. */
function startText(startedAt: number): string {
  return new Date(startedAt * 1_000).toLocaleString('sv');
}
