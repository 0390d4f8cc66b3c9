import path from 'node:path';
import type { Place } from '../../protocol/errors';
import { parsePlace } from '../placeText';
import type { KnownRun } from '../runs/knownRun';

export interface FailurePlace {
  readonly run: KnownRun;
  readonly place: Place;
  readonly message: string;
}

/**
 * Where the newest run of each config failed, one for each file. A run that got past the start, or any
 * newer run of the same config, clears what older ones said.
 */
export function failurePlaces(runs: readonly KnownRun[]): readonly FailurePlace[] {
  const newest = new Map<string, KnownRun>();
  for (const run of runs) {
    const key = run.record.configFile ?? run.folder;
    const known = newest.get(key);
    if (known === undefined || known.record.startedAt < run.record.startedAt) newest.set(key, run);
  }
  const places = new Map<string, FailurePlace>();
  for (const run of newest.values()) {
    const { failure, state } = run.record;
    if (state !== 'failed' || failure === null) continue;
    const { place, rest } = parsePlace(failure.reason);
    if (place === null || !path.isAbsolute(place.file)) continue;
    if (!places.has(place.file)) {
      places.set(place.file, { run, place, message: `${rest} ${failure.next}`.trim() });
    }
  }
  return [...places.values()];
}
