/** How a run is brought to its end: asked, then told, then ended. */
export type StopStep = 'ask' | 'terminate' | 'kill';

/** Seconds since the user asked; a step of a large model and its checkpoint fit into the first stretch. */
export interface StopTimes {
  readonly terminateAfter: number;
  readonly killAfter: number;
}

export const defaultStopTimes: StopTimes = { terminateAfter: 120, killAfter: 180 };

/** What should have been done by now, as a pure function of the seconds since the user asked. */
export function stopStep(seconds: number, times: StopTimes = defaultStopTimes): StopStep {
  if (seconds >= times.killAfter) return 'kill';
  return seconds >= times.terminateAfter ? 'terminate' : 'ask';
}
