import { UserError } from './errors';

/**
 * What a look at the disk gives; null where nothing stands at the place. @throws UserError where something does, and it cannot be
 * read: that must not pass for nothing
 */
export async function ifThere<T>(place: string, look: Promise<T>): Promise<T | null> {
  try {
    return await look;
  } catch (error) {
    if (isAbsent(error)) return null;
    throw unreadable(place, error);
  }
}

/** The same for a look that does not wait. */
export function ifThereNow<T>(place: string, look: () => T): T | null {
  try {
    return look();
  } catch (error) {
    if (isAbsent(error)) return null;
    throw unreadable(place, error);
  }
}

/** Whether the file system says that nothing is there; any other error is about what is. */
export function isAbsent(error: unknown): boolean {
  const code = codeOf(error);
  return code === 'ENOENT' || code === 'ENOTDIR';
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'a folder stands there',
  ELOOP: 'its links lead in a circle',
  EIO: 'the disk reports an error',
  EMFILE: 'too many files are open',
};

/** What is said of a file that is there and cannot be read. */
export function unreadable(place: string, error: unknown): UserError {
  const code = codeOf(error);
  const reason = reasons[code];
  const why = reason === undefined ? code : `${code}: ${reason}`;
  return new UserError(`This cannot be read (${why}).`, {
    place: { file: place },
    next: 'Mend its permissions or links, or take it away.',
  });
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : String(error);
}
