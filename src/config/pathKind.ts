import { stat } from 'node:fs/promises';

export type PathKind = 'file' | 'folder' | 'nothing';

/** What stands at a path; links are followed. */
export async function kindOf(place: string): Promise<PathKind> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch {
    return 'nothing';
  }
}
