import { UserError } from '../protocol/errors';

const sentences: Readonly<Record<string, readonly [what: string, next: string]>> = {
  ENOSPC: ['The disk is full.', 'Free some space, then try again.'],
  EDQUOT: ['Your disk quota is used up.', 'Free some space, then try again.'],
  EFBIG: ['The file would be larger than may be written here.', 'Raise the limit (ulimit -f).'],
  EROFS: ['The file system is read-only.', 'Set "output" to a folder you can write to.'],
  EACCES: ['Access to this file is denied.', 'Check its permissions.'],
  EPERM: ['Access to this file is denied.', 'Check its permissions.'],
  ENAMETOOLONG: ['This path is too long.', 'Choose shorter names.'],
  ELOOP: ['These links lead in a circle.', 'Name the folder itself.'],
  EIO: ['The disk reports a read or write error.', 'Check the disk, then try again.'],
  EMFILE: ['Too many files are open.', 'Close other programs or raise the limit, then try again.'],
};

/** Only of making a folder: whoever opens a file says what it is for. */
const notMade = ['EEXIST', 'ENOTDIR', 'ENOENT'];

/** There is no room: what is needed depends on what was to be written. */
export class DiskFull extends UserError {}

/**
 * What the user can do about a failing file system; null for any other error.
 * @param where what was being written, for errors that do not say it
 */
export function diskError(error: unknown, where?: string): UserError | null {
  if (!(error instanceof Error)) return null;
  const { code, path = where, syscall } = error as NodeJS.ErrnoException;
  if (syscall === 'uv_cwd')
    return new UserError('The folder this runs in is gone.', { next: 'Go to another (cd).' });
  if (syscall === 'mkdir' && code !== undefined && notMade.includes(code))
    return new UserError('A file, or a link to nowhere, stands where a folder is needed.', {
      ...(path === undefined ? {} : { place: { file: path } }),
      next: 'Move it away, then try again.',
    });
  const sentence = code === undefined ? undefined : sentences[code];
  if (sentence === undefined) return null;
  const [what, next] = sentence;
  const Kind = code === 'ENOSPC' || code === 'EDQUOT' ? DiskFull : UserError;
  return new Kind(what, { ...(path === undefined ? {} : { place: { file: path } }), next });
}
