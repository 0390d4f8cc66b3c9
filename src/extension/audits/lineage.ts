import { diffRunConfigs } from '../../config/printRunConfig';
import type { RunConfig } from '../../protocol/runConfig';
import type { KnownRun } from '../runs/knownRun';
import { comparableConfigOf } from '../runs/runConfigOf';

const mostRead = 100;
/** The resolved config of a run never changes, and reading one takes milliseconds. */
const configs = new Map<string, RunConfig>();

/**
 * The run that was trained like this one but with other steps against bias: what a remedy is compared with. The config says so by
 * what differs. Null where there is none.
 */
export async function originalOf(
  run: KnownRun,
  all: readonly KnownRun[],
): Promise<KnownRun | null> {
  const config = await knownConfig(run.folder);
  if (config === null) return null;
  const earlier = all
    .filter(
      ({ folder, record, hasModel }) =>
        folder !== run.folder && hasModel && record.startedAt < run.record.startedAt,
    )
    .sort((a, b) => b.record.startedAt - a.record.startedAt)
    .slice(0, mostRead);
  let next: KnownRun | null = null;
  for (const candidate of earlier) {
    const other = await knownConfig(candidate.folder);
    if (other === null || !isRemedyOf(other, config)) continue;
    // note: rather the run without any mitigation than the remedy before this one.
    if ((other.mitigation ?? null) === null) return candidate;
    next ??= candidate;
  }
  return next;
}

/** Whether only what acts against bias is another: the section "mitigation", or training rows that were made anew. */
function isRemedyOf(before: RunConfig, after: RunConfig): boolean {
  const keys = diffRunConfigs(before, after).map(({ key }) => key);
  const differs = (start: RegExp): boolean => keys.some((key) => start.test(key));
  const hasMitigation = differs(/^mitigation/) && (after.mitigation ?? null) !== null;
  return (
    (hasMitigation || differs(/^data\.train\b/)) &&
    keys.every((key) => /^(mitigation|data\.train|evaluation\.audit)\b/.test(key))
  );
}

async function knownConfig(folder: string): Promise<RunConfig | null> {
  const known = configs.get(folder) ?? (await comparableConfigOf(folder));
  if (known !== null) configs.set(folder, known);
  return known;
}
