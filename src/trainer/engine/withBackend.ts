import { engine } from '@tensorflow/tfjs-core';

/**
 * Runs synchronous tfjs code on a backend that is already initialised and frees its temporary tensors. The backend
 * in use before comes back, so that engines in one process do not disturb each other.
 */
export function withBackend<T>(name: string, run: () => T): T {
  const runtime = engine();
  // note: undefined until somebody has chosen a backend, whatever its type says.
  const before = runtime.backendName as string | undefined;
  // Switching to an initialised backend happens before the returned promise is awaited.
  if (before !== name) void runtime.setBackend(name);
  runtime.startScope();
  try {
    return run();
  } finally {
    runtime.endScope();
    if (before !== undefined && before !== name) void runtime.setBackend(before);
  }
}
