import { open, realpath, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileState } from '../../fileState';
import { UserError } from '../../../protocol/errors';
import type { RuleId } from '../../../protocol/lint';
import type { Found } from '../found';
import { lintFile } from '../lintFile';
import type { LintRequest } from '../lintRequest';
import { openScan, scanFile, type FileScan } from '../scan/openScan';
import { readUtf8 } from '../scan/readUtf8';
import { editBytes } from './editBytes';
import { newDraft, removeLeftDrafts } from './drafts';
import { gatherEdits, type ByteEdit, type FileEdits } from './gatherEdits';
import { listDeletions } from './listDeletions';

/** What was mended. */
export interface Mended {
  /** Findings whose fix was made, by rule. */
  readonly counts: Readonly<Partial<Record<RuleId, number>>>;
  /** Findings left as they are since their fix is a guess, by rule. */
  readonly guesses: Readonly<Partial<Record<RuleId, number>>>;
}

/** What is looked for, and what is mended of it. */
export interface MendRequest extends Omit<LintRequest, 'onFinding'> {
  /** Rules whose fix is made also where it is a guess: those that somebody asked for by name. */
  readonly guessed: ReadonlySet<RuleId>;
}

/** A fix may bring another finding to light; after so many looks the rest is left. */
const mostRounds = 3;

/**
 * Writes a copy of a file with the first fix of every finding made that is no guess; every other byte is as it was. The copy
 * is complete or absent, and the file itself stays.
 * @throws UserError when the copy would be the file itself, or cannot be written
 */
export async function mendFile({ guessed, ...request }: MendRequest, out: string): Promise<Mended> {
  await checkTarget(request.source.path, out);
  const before = await fileState(request.source.path);
  await removeLeftDrafts(out);
  const counts: Partial<Record<RuleId, number>> = {};
  let guesses: Mended['guesses'] = {};
  const drafts: string[] = [];
  let { source } = request;
  try {
    for (let round = 1; round <= mostRounds; round += 1) {
      const onProgress = (done: number): void =>
        request.onProgress?.((round - 1 + done) / mostRounds);
      const scan = await openScan(source);
      const edits = gatherEdits({ guessed, isList: isListOf(scan) });
      const questions = { haveFindings: false };
      const onFinding = (found: Found): void => {
        questions.haveFindings ||= found.syntax.type === 'unplaced' && found.finding.row !== null;
        edits.add(found);
      };
      const asked = { ...request, source, onProgress, onFinding };
      await lintFile(asked);
      // note: the last look tells what is still there.
      guesses = edits.guesses;
      const isReencoded = round === 1 && isMarked(scan) && request.settings.rules.has('L-FMT-03');
      if (round === 1 && questions.haveFindings && !isReencoded && formatOf(scan) === 'json')
        throw nested(source.path);
      const changed = Object.entries(edits.counts);
      if (changed.length === 0 && !isReencoded && round > 1) break;
      for (const [rule, count] of changed)
        counts[rule as RuleId] = (counts[rule as RuleId] ?? 0) + count;
      if (isReencoded) counts['L-FMT-03'] = (counts['L-FMT-03'] ?? 0) + 1;
      const draft = newDraft(out);
      drafts.push(draft);
      await writeEdited(asked, scan, edits, isReencoded, { draft, out });
      // note: a draft's name says nothing about its format.
      source = { ...source, path: draft, format: formatOf(scan) ?? source.format };
      if (changed.length === 0) break;
    }
    // note: edits were found in one reading and made in the next.
    if ((await fileState(request.source.path)) !== before) throw changed(request.source.path);
    await rename(source.path, out).catch((error: unknown) => {
      throw notWritten(out, error);
    });
    await syncFolder(path.dirname(out));
  } finally {
    // note: what cannot be removed was not written either; the reason for that is thrown already.
    for (const draft of drafts) await rm(draft, { force: true }).catch(() => undefined);
  }
  request.onProgress?.(1);
  return { counts, guesses };
}

async function checkTarget(file: string, out: string): Promise<void> {
  const target = await stat(out).catch(() => null);
  if (target !== null && !target.isFile()) {
    // note: a rename would put the copy in the place of a device or pipe.
    const what = target.isDirectory() ? 'This is a folder' : 'This is not an ordinary file';
    throw new UserError(`${what}: the mended copy cannot take its place.`, {
      place: { file: out },
      next: 'Name a file with --out.',
    });
  }
  const real = await realpath(out).catch(() => null);
  if (real === null || real !== (await realpath(file))) return;
  throw new UserError('The mended copy would take the place of the file itself.', {
    place: { file: out },
    next: 'Name another file with --out.',
  });
}

function changed(file: string): UserError {
  return new UserError('The file changed while it was mended; nothing was written.', {
    place: { file },
    next: 'Mend it again.',
  });
}

function notWritten(out: string, error: unknown): UserError {
  const { code = String(error) } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError('There is no space left for the copy; nothing was written.', {
      place: { file: out },
      next: 'Free some space, or name a file on another disk with --out.',
    });
  return new UserError(`The copy cannot be written (${code}).`, {
    place: { file: out },
    next: 'Check the folder that --out names.',
  });
}

function isMarked(scan: FileScan): boolean {
  return scan.type === 'rows' && (scan.encoding.mark > 0 || scan.encoding.encoding !== 'utf-8');
}

/** Whether rows are the elements of a JSON list. */
function isListOf(scan: FileScan): boolean {
  if (scan.type !== 'rows') return false;
  return scan.layout.format === 'json' && scan.layout.shape.type !== 'objects';
}

function formatOf(scan: FileScan): LintRequest['source']['format'] {
  return scan.type === 'rows' ? scan.layout.format : null;
}

function nested(file: string): UserError {
  const { name } = path.parse(file);
  const recipe = JSON.stringify({ input: path.basename(file), output: `${name}.jsonl` });
  return new UserError('The questions of a nested SQuAD file cannot be mended where they stand.', {
    place: { file },
    next: `Write them as JSONL first: save ${recipe} beside it as "${name}.recipe.json", run: finetune preprocess "${name}.recipe.json", and mend "${name}.jsonl".`,
  });
}

async function writeEdited(
  request: LintRequest,
  scan: FileScan,
  edits: FileEdits,
  isReencoded: boolean,
  { draft, out }: { readonly draft: string; readonly out: string },
): Promise<void> {
  const { source, signal } = request;
  if (scan.type !== 'rows' || scan.layout.format === 'parquet')
    throw new UserError('This file holds no text that could be mended.', {
      place: { file: source.path },
      next: 'Convert it to JSONL with a recipe first.',
    });
  const all = [...edits.edits(), ...(await deletions(request, scan, edits))].sort(
    (a, b) => a.start - b.start || a.end - b.end,
  );
  const { encoding } = scan.encoding;
  const handle = await open(draft, 'wx').catch((error: unknown) => {
    throw notWritten(out, error);
  });
  const writeAll = async (bytes: Buffer): Promise<void> => {
    // note: on a disk that is nearly full, a plain write takes a part of the bytes and says nothing.
    await handle.appendFile(bytes).catch((error: unknown) => {
      throw notWritten(out, error);
    });
  };
  try {
    let pending: Buffer[] = [];
    const sink = editBytes(all, (bytes) => pending.push(bytes));
    const flush = async (): Promise<void> => {
      const bytes = Buffer.concat(pending);
      pending = [];
      if (bytes.length > 0) await writeAll(isReencoded ? bytes : encoded(bytes, encoding));
    };
    if (!isReencoded && scan.encoding.mark > 0)
      await writeAll(encoded(Buffer.from('\uFEFF'), encoding));
    await readUtf8(source.path, scan.encoding, sink, { signal, afterChunk: flush });
    await flush();
    await handle.sync().catch((error: unknown) => {
      throw notWritten(out, error);
    });
  } finally {
    await handle.close();
  }
}

/** Of lines, what goes ends behind their line's end; in a list, commas are to be kept right. */
async function deletions(
  { source, signal }: LintRequest,
  scan: Extract<FileScan, { type: 'rows' }>,
  edits: FileEdits,
): Promise<readonly ByteEdit[]> {
  const deleted = edits.deleted();
  if (deleted.size === 0) return [];
  if (!isListOf(scan)) return [...deleted].map(([start, end]) => ({ start, end, text: '' }));
  const list = listDeletions(deleted);
  await scanFile(source, scan, list.see, { signal });
  return list.end();
}

function encoded(bytes: Buffer, encoding: 'utf-8' | 'utf-16le' | 'utf-16be'): Buffer {
  if (encoding === 'utf-8') return bytes;
  const units = Buffer.from(bytes.toString(), 'utf16le');
  return encoding === 'utf-16le' ? units : units.swap16();
}

async function syncFolder(folder: string): Promise<void> {
  // note: folders cannot be opened on every system; where they cannot, the rename is safe without.
  const handle = await open(folder, 'r').catch(() => null);
  try {
    await handle?.sync();
  } catch {
    // As above.
  } finally {
    await handle?.close();
  }
}
