import type { ContextKey } from '../contributions';
import type { AnyRun } from '../runs/knownRun';
import { isLive, isResumable } from '../runs/runFacts';

/** What `when` clauses want to know about the runs. */
export function runContext(runs: readonly AnyRun[]): Partial<Record<ContextKey, boolean>> {
  const known = runs.flatMap((run) => (run.type === 'run' ? [run] : []));
  return {
    hasRuns: known.length > 0,
    hasLiveRun: known.some(isLive),
    hasResumableRun: known.some(isResumable),
    hasModel: known.some(({ hasModel }) => hasModel),
  };
}
