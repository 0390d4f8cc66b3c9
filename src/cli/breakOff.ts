import vm from 'node:vm';
import type { Breakable } from '../data/breakable';

const slot = 'finetune work that Ctrl-C breaks off';

/**
 * Lets Ctrl-C break off work that never comes back to the event loop, where signals are heard otherwise. note: Node stops code
 * from another thread only while it runs as a script; so the work is handed to one of a single call. It does so for SIGINT
 * alone: SIGTERM ends the process meanwhile, as it does where nobody listens.
 */
export function breakOff(signal: AbortSignal): Breakable {
  const held = globalThis as Record<string, unknown>;
  const script = new vm.Script(`globalThis[${JSON.stringify(slot)}]()`);
  return <T>(work: () => T): T => {
    signal.throwIfAborted();
    let result: { readonly value: T } | null = null;
    held[slot] = () => {
      result = { value: work() };
    };
    const listenAgain = stopListening('SIGTERM');
    try {
      script.runInThisContext({ breakOnSigint: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error;
      // The signal was spent on the script; those who wait for it hear of it now.
      process.emit('SIGINT', 'SIGINT');
      signal.throwIfAborted();
      throw error;
    } finally {
      listenAgain();
      Reflect.deleteProperty(held, slot);
    }
    return valueOf(result);
  };
}

/** The signal does what it does without listeners. @returns puts them back */
function stopListening(name: NodeJS.Signals): () => void {
  const listeners = process.rawListeners(name) as NodeJS.SignalsListener[];
  process.removeAllListeners(name);
  return () => {
    for (const listener of listeners) process.on(name, listener);
  };
}

function valueOf<T>(result: { readonly value: T } | null): T {
  if (result === null) throw new Error('work that was broken off has no result');
  return result.value;
}
