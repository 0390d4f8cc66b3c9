import { stat } from 'node:fs/promises';

/** Tells whether a file was written since: its time and size. One that is taken away, or cannot be looked at, has changed too. */
export async function fileState(file: string): Promise<string> {
  const found = await stat(file).catch(() => null);
  return found === null ? 'gone' : `${found.mtimeMs} ${found.size}`;
}
