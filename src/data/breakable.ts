/**
 * Runs work that computes in one piece and cannot look at a signal, so that whoever runs it may break it off: then this throws
 * the signal's reason and the work is left as it stands, not to be asked again.
 */
export type Breakable = <T>(work: () => T) => T;

/** Before such work: a signal that came while the last rows were read is heard now, and not lost in it. */
export function hearSignals(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Nobody can break the work off. */
export const unbreakable: Breakable = (work) => work();
