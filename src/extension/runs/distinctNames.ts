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

/**
 * What stands on the tab of a run: its name, and where others bear it too, when it started, as briefly as tells them apart:
 * `emotions · 18:55`, `emotions · 11-26 18:55:30`. `now` is in seconds, as times of runs are.
 */
export function tabTitle(run: KnownRun, runs: readonly KnownRun[], now: number): string {
  const { name, startedAt } = run.record;
  const others = runs.filter(({ folder, record }) => folder !== run.folder && record.name === name);
  if (others.length === 0) return name;
  const text = startText(startedAt);
  const isClose = others.some(({ record }) => minuteOf(record.startedAt) === minuteOf(startedAt));
  const day = minuteOf(startedAt).startsWith(startText(now).slice(0, 10)) ? '' : text.slice(5, 11);
  return `${name} · ${day}${text.slice(11, isClose ? 19 : 16)}`;
}

/** `2026-11-26 18:55`. */
function minuteOf(startedAt: number): string {
  return startText(startedAt).slice(0, 16);
}

/** `2026-11-26 18:55:30` in the local time, as in the tooltip. */
function startText(startedAt: number): string {
  return new Date(startedAt * 1_000).toLocaleString('sv');
}
