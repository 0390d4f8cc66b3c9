import { statSync } from 'node:fs';
import path from 'node:path';
import { readRowTokenizer, type RowTokenizer } from '../../../data/tokens/lossMask';
import { UserError } from '../../../protocol/errors';
import type { LintSetup } from '../lintSetup';
import { tokenizerFiles } from '../tokenizerFiles';

type Model = NonNullable<LintSetup['model']>;

/** A tokenizer, or the sentence that says why there is none. */
export type ReadTokenizer = { readonly tokenizer: RowTokenizer } | { readonly problem: string };

const kept = new Map<string, { readonly version: string; readonly read: ReadTokenizer }>();
const mostKept = 4;

/** What cuts rows into tokens for a model; read again when its files change. */
export function rowTokenizerOf(model: Model): ReadTokenizer {
  const version = versionOf(model.path);
  const key = `${model.path}\n${model.maxLength}`;
  const known = kept.get(key);
  if (known?.version === version) return known.read;
  const read = readTokenizer(model);
  kept.delete(key);
  kept.set(key, { version, read });
  for (const oldest of kept.keys()) if (kept.size > mostKept) kept.delete(oldest);
  return read;
}

function readTokenizer({ path: folder, maxLength }: Model): ReadTokenizer {
  try {
    return { tokenizer: readRowTokenizer(folder, maxLength) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { problem: error.message };
  }
}

function versionOf(folder: string): string {
  return tokenizerFiles
    .map((file) => statSync(path.join(folder, file), { throwIfNoEntry: false })?.mtimeMs ?? 0)
    .join(' ');
}
