import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TokenFigures } from '../../protocol/lint';
import type { LintSetup } from './lintSetup';
import { tokenizerFiles } from './tokenizerFiles';

/** Files whose counts are kept: the ones counted last. */
const mostFiles = 1_000;

/** What a count was made of, in one word: the file, the tokenizer and how rows are read. */
export type CountKey = string;

interface KeptCount {
  readonly key: CountKey;
  readonly tokens: TokenFigures;
}

/**
 * Counts of tokens, kept in a file beyond the window's end: counting a large file again takes minutes. What is kept of a file
 * holds as long as its size and time of change, the tokenizer's files and the way its rows are read are the same.
 */
export class TokenCounts {
  private counts: Promise<Map<string, KeptCount>> | null = null;
  private writing: Promise<void> = Promise.resolve();

  /** @param file where counts are kept; others that are counted at the same time may overwrite it, and lose only time */
  constructor(private readonly file: string) {}

  /** The count of a data file as it is on disk now; null: none is known. */
  async of(dataFile: string, setup: LintSetup): Promise<TokenFigures | null> {
    const kept = (await this.read()).get(dataFile);
    if (kept === undefined) return null;
    return kept.key === (await countKey(dataFile, setup)) ? kept.tokens : null;
  }

  /** Keeps a count. `key` is that from before the count: while it lasted the file may have changed. */
  async keep(
    dataFile: string,
    setup: LintSetup,
    { key, tokens }: { readonly key: CountKey | null; readonly tokens: TokenFigures },
  ): Promise<void> {
    if (key === null || key !== (await countKey(dataFile, setup))) return;
    const counts = await this.read();
    const known = counts.get(dataFile);
    // note: what was counted last stands last.
    counts.delete(dataFile);
    counts.set(dataFile, { key, tokens });
    for (const oldest of counts.keys()) {
      if (counts.size <= mostFiles) break;
      counts.delete(oldest);
    }
    if (known?.key === key && JSON.stringify(known.tokens) === JSON.stringify(tokens)) return;
    this.writing = this.writing.then(() => this.write(counts));
    await this.writing;
  }

  private read(): Promise<Map<string, KeptCount>> {
    this.counts ??= readFile(this.file, 'utf8').then(parseCounts, () => new Map());
    return this.counts;
  }

  /** Complete or not at all. A count that cannot be written is made again. */
  private async write(counts: ReadonlyMap<string, KeptCount>): Promise<void> {
    const temporary = `${this.file}.${process.pid}.tmp`;
    try {
      await mkdir(path.dirname(this.file), { recursive: true });
      await writeFile(temporary, JSON.stringify({ version: 1, files: [...counts] }));
      await rename(temporary, this.file);
    } catch {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  }
}

/** Null: the file is not there, or no model is known for it. */
export async function countKey(dataFile: string, setup: LintSetup): Promise<CountKey | null> {
  const { model, source, fields, schema } = setup;
  if (model === null) return null;
  const files = [dataFile, ...tokenizerFiles.map((name) => path.join(model.path, name))];
  const [own, ...others] = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size, mtimeMs }) => `${size} ${mtimeMs}`,
        () => null,
      ),
    ),
  );
  if (own === null) return null;
  const madeOf = JSON.stringify([own, others, model, source, fields, schema]);
  return createHash('sha256').update(madeOf).digest('hex');
}

function parseCounts(text: string): Map<string, KeptCount> {
  try {
    const { version, files } = JSON.parse(text) as { version: unknown; files: unknown };
    if (version !== 1 || !Array.isArray(files)) return new Map();
    return new Map(files.filter(isKept).slice(-mostFiles));
  } catch {
    return new Map();
  }
}

const figures: readonly (keyof TokenFigures)[] = [
  'rows',
  'tokens',
  'trained',
  'longest',
  'cut',
  'maxLength',
];

function isKept(entry: unknown): entry is [string, KeptCount] {
  if (!Array.isArray(entry) || typeof entry[0] !== 'string') return false;
  const kept = entry[1] as Partial<KeptCount> | null;
  if (typeof kept?.key !== 'string') return false;
  const { tokens } = kept;
  return typeof tokens === 'object' && figures.every((name) => Number.isSafeInteger(tokens[name]));
}
