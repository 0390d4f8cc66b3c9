import { stat } from 'node:fs/promises';
import { assertNever } from '../protocol/assertNever';
import { isAbsent } from '../protocol/ifThere';

/** `unreadable`: something may be there, and cannot be looked at. */
export type PathKind = 'file' | 'folder' | 'nothing' | 'unreadable';

/** What stands at a path; links are followed. */
export async function kindOf(place: string): Promise<PathKind> {
  try {
    return (await stat(place)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return isAbsent(error) ? 'nothing' : 'unreadable';
  }
}

/** What is wrong with a path where a file should be. */
export function saidOfPath(place: string, kind: Exclude<PathKind, 'file'>): string {
  switch (kind) {
    case 'folder':
      return `${place} is a folder.`;
    case 'nothing':
      return `there is no file ${place}.`;
    case 'unreadable':
      return `${place} may not be read, or its links lead in a circle.`;
    default:
      return assertNever(kind, 'kind');
  }
}
