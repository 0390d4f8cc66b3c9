import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { UserError } from '../protocol/errors';
import type { DocumentKind } from './documentKind';
import type { ConfigProblem } from './problem';
import { countOf } from '../protocol/formatNumber';

/** note: opening a pipe waits for its writer, who may never come; Windows has neither. */
const readOnly = constants.O_RDONLY | (process.platform === 'win32' ? 0 : constants.O_NONBLOCK);

/** The text of a file that a person wrote. @throws UserError when it cannot be read, or is no text */
export async function readDocument(file: string, kind: DocumentKind): Promise<string> {
  const { name, suffix, begin } = kind;
  let bytes: Buffer;
  try {
    bytes = await readOrdinary(file, kind);
  } catch (error) {
    if (error instanceof UserError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const place = { file };
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UserError(`There is no such ${name}.`, {
        place,
        next: begin,
      });
    }
    if (code === 'EISDIR') {
      throw new UserError(`This is a folder, not a ${name}.`, {
        place,
        next: `Name the *${suffix} file in it.`,
      });
    }
    throw new UserError(`The ${name} cannot be read (${code ?? String(error)}).`, {
      place,
      next: 'Check that the file may be read.',
    });
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`The ${name} is not UTF-8 text.`, {
      place: { file },
      next: 'Save it as UTF-8.',
    });
  }
}

/** @throws UserError for a pipe or a device, which has no folder that paths could be relative to; else as the disk does */
async function readOrdinary(file: string, { name, suffix }: DocumentKind): Promise<Buffer> {
  const handle = await open(file, readOnly);
  try {
    const stats = await handle.stat();
    if (stats.isFile() || stats.isDirectory()) return await handle.readFile();
    throw new UserError(
      `This is a pipe or a device and not a file: what a ${name} names is relative to its folder.`,
      {
        place: { file },
        next: `Save it as a *${suffix} file beside the data, and name that.`,
      },
    );
  } finally {
    await handle.close();
  }
}

/** The first problem with its place, and how many more there are. */
export function problemsError(
  file: string,
  problems: readonly ConfigProblem[],
  { name }: DocumentKind,
): UserError {
  const [first, ...others] = problems;
  if (first === undefined) return new UserError(`The ${name} cannot be read.`, { place: { file } });
  const count = others.length;
  const more = count === 0 ? '' : ` (and ${countOf(count, 'more problem')})`;
  if (first.override !== undefined) {
    return new UserError(`--set ${first.override}: ${first.message}${more}`, { next: first.next });
  }
  return new UserError(`${first.message}${more}`, {
    place: { file, line: first.line, column: first.column },
    next: first.next,
  });
}
