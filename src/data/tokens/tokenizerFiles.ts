import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { readBounded } from './jsonFile';
import { largestTokenizerFile, readTokenizer, type ReadTokenizer } from './readTokenizer';
import { checkTokenizer } from './tokenizerCheck';

/** A tokenizer's files: checked, and kept to be written beside a trained model. */
export interface TokenizerFiles extends ReadTokenizer {
  /** Every tokenizer file of the folder, name to text. */
  readonly texts: ReadonlyMap<string, string>;
  /** SHA-256 over all of it: the same text gives the same ids as long as this stays. */
  readonly fingerprint: string;
}

const fileNames = [
  'tokenizer.json',
  'tokenizer_config.json',
  'special_tokens_map.json',
  'added_tokens.json',
  'vocab.txt',
];

/**
 * Reads and checks the tokenizer of a model folder: `tokenizer.json`, or BERT's `vocab.txt` alone.
 * @param vocabSize rows of the model's embedding: no id may reach beyond
 * @throws UserError when there is none, or one that cannot be used
 */
export function readTokenizerFiles(
  folder: string,
  { vocabSize }: { readonly vocabSize: number },
): TokenizerFiles {
  const { file, tokenizer, config } = readTokenizer(folder);
  checkTokenizer(tokenizer, { file, vocabSize });
  const texts = new Map(
    fileNames
      .map((name) => [name, path.join(folder, name)] as const)
      .filter(([, at]) => existsSync(at))
      .map(([name, at]) => [name, readBounded(at, largestTokenizerFile)]),
  );
  const hash = createHash('sha256');
  for (const [name, text] of texts) hash.update(`${name}\0${text}\0`);
  return { file, tokenizer, config, texts, fingerprint: hash.digest('hex') };
}
