import { existsSync } from 'node:fs';
import path from 'node:path';
import { UserError } from '../../protocol/errors';
import { readBounded, readJsonObject, type JsonObject } from './jsonFile';
import { wordPieceTokenizer } from './wordPieceTokenizer';

/** A tokenizer as its folder has it, not checked yet. */
export interface ReadTokenizer {
  /** Where it stands, for messages. */
  readonly file: string;
  /** What `tokenizer.json` says, or would say. */
  readonly tokenizer: JsonObject;
  /** What `tokenizer_config.json` says; empty when there is none. */
  readonly config: JsonObject;
}

/**
 * Reads the tokenizer of a model folder: `tokenizer.json`, or BERT's `vocab.txt` alone.
 * @throws UserError when there is none
 */
export function readTokenizer(folder: string): ReadTokenizer {
  const json = (name: string): JsonObject => {
    const file = path.join(folder, name);
    return existsSync(file) ? readJsonObject(file, largestTokenizerFile) : {};
  };
  const main = ['tokenizer.json', 'vocab.txt'].find((name) => existsSync(path.join(folder, name)));
  if (!existsSync(folder)) {
    throw new UserError('There is no such folder.', {
      place: { file: folder },
      next: 'Name the folder of a model.',
    });
  }
  if (main === undefined) {
    throw new UserError('This model folder has no tokenizer: tokenizer.json is missing.', {
      place: { file: folder },
      next: 'Copy tokenizer.json (or the vocab.txt of a BERT) from the original model.',
    });
  }
  const file = path.join(folder, main);
  const config = json('tokenizer_config.json');
  const tokenizer =
    main === 'vocab.txt'
      ? wordPieceTokenizer(readBounded(file, largestTokenizerFile), config)
      : json(main);
  return { file, tokenizer, config };
}

/** Bytes; no tokenizer in use comes near. */
export const largestTokenizerFile = 64 * 2 ** 20;
