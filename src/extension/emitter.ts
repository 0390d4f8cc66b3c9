import type { Disposable } from './disposables';

export type Listener<T> = (value: T) => void;
export type Event<T> = (listener: Listener<T>) => Disposable;

/** An event without the editor's API, so that what uses it runs in unit tests. */
export class Emitter<T> implements Disposable {
  private readonly listeners = new Set<Listener<T>>();

  readonly event: Event<T> = (listener) => {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  };

  fire(value: T): void {
    for (const listener of [...this.listeners]) listener(value);
  }

  dispose(): void {
    this.listeners.clear();
  }
}

/** Waits for an event to happen once. @throws the signal's reason when given up */
export async function nextOf<T>(
  { event }: { readonly event: Event<T> },
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const end = (): void => {
      listening.dispose();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const listening = event(end);
    signal.addEventListener('abort', end);
  });
  signal.throwIfAborted();
}
