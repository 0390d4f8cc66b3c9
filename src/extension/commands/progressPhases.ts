/** What the editor's progress hears: its bar adds up what `increment` says, and forgets it where a report has none. */
export interface PhaseReport {
  readonly message: string;
  readonly increment?: number;
}

/** The editor sums up reports of a tenth of a second, so that one alone may not reach it as it was said. */
const settlingMs = 250;

/**
 * Turns percentages, which each phase counts from 0, into reports of a bar that goes back when the words change. `message` follows
 * the title, which the editor ends with a colon. `end` before the progress is gone.
 */
export function progressPhases(report: (said: PhaseReport) => void): {
  readonly tell: (percent: number, words?: string) => void;
  readonly end: () => void;
} {
  let phase: string | undefined;
  let done = 0;
  let message = '';
  let settling: ReturnType<typeof setTimeout> | null = null;

  const tell = (percent: number, words?: string): void => {
    message = words === undefined ? `${percent} %` : `${words}, ${percent} %`;
    if (words !== phase) {
      const isFirst = phase === undefined && done === 0;
      phase = words;
      done = 0;
      if (!isFirst) settle();
    }
    if (settling !== null) {
      report({ message });
      return;
    }
    report({ message, increment: Math.max(0, percent - done) });
    done = Math.max(done, percent);
  };

  return { tell, end: () => clear() };

  function settle(): void {
    clear();
    settling = setTimeout(() => {
      report({ message });
      settling = null;
    }, settlingMs);
  }

  function clear(): void {
    if (settling !== null) clearTimeout(settling);
    settling = null;
  }
}
