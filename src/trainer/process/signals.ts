/** Names of the signals that ask a trainer to end. */
const asking: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * The first signal asks for a stop; SIGINT once more ends the process at once, as the terminal's user expects.
 * Returns what removes the handlers.
 */
export function onStopSignals(stop: () => void, endAtOnce: () => void): () => void {
  let isAsked = false;
  const handle = (signal: NodeJS.Signals): void => {
    if (isAsked && signal === 'SIGINT') {
      remove();
      endAtOnce();
      // Dies of the signal itself, so that a shell knows the process did not end by its own will.
      process.kill(process.pid, 'SIGINT');
      return;
    }
    isAsked = true;
    stop();
  };
  const remove = (): void => {
    for (const signal of asking) process.off(signal, handle);
  };
  for (const signal of asking) process.on(signal, handle);
  return remove;
}
