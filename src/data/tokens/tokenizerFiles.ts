import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { readBounded, readJsonObject, type JsonObject } from './jsonFile';
import { checkTokenizer } from './tokenizerCheck';
import { wordPieceTokenizer } from './wordPieceTokenizer';

/** A tokenizer's files: checked, and kept to be written beside a trained model. */
export interface TokenizerFiles {
  /** Where the tokenizer stands, for messages. */
  readonly file: string;
  /** What `tokenizer.json` says, or would say. */
  readonly tokenizer: JsonObject;
  /** What `tokenizer_config.json` says; empty when there is none. */
  readonly config: JsonObject;
  /** Every tokenizer file of the folder, name to text. */
  readonly texts: ReadonlyMap<string, string>;
  /** SHA-256 over all of it: the same text gives the same ids as long as this stays. */
  readonly fingerprint: string;
}

const largestFile = 64 * 2 ** 20;
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
  const has = (name: string): boolean => existsSync(path.join(folder, name));
  const json = (name: string): JsonObject =>
    has(name) ? readJsonObject(path.join(folder, name), largestFile) : {};
  const config = json('tokenizer_config.json');
  const main = ['tokenizer.json', 'vocab.txt'].find(has);
  if (main === undefined) {
    throw new UserError('This model folder has no tokenizer: tokenizer.json is missing.', {
      place: { file: folder },
      next: 'Copy tokenizer.json (or the vocab.txt of a BERT) from the original model.',
    });
  }
  const file = path.join(folder, main);
  const tokenizer =
    main === 'vocab.txt'
      ? wordPieceTokenizer(readBounded(file, largestFile), config)
      : json('tokenizer.json');
  checkTokenizer(tokenizer, { file, vocabSize });
  const texts = new Map(
    fileNames.filter(has).map((name) => [name, readBounded(path.join(folder, name), largestFile)]),
  );
  const hash = createHash('sha256');
  for (const [name, text] of texts) hash.update(`${name}\0${text}\0`);
  return { file, tokenizer, config, texts, fingerprint: hash.digest('hex') };
}
