import { Tokenizer } from '@huggingface/tokenizers';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { checkAnyTokenizer, modelType } from './anyTokenizerCheck';
import { readBounded, type JsonObject } from './jsonFile';
import { largestTokenizerFile, readTokenizer, type ReadTokenizer } from './readTokenizer';
import { orRefuse, preparationOf, specialTokens } from './textTokenizer';

/** The tokenizer of a model of any family, to look at texts with: pure JavaScript, loaded in a few milliseconds. */
export interface ModelTokenizer {
  readonly folder: string;
  /** tokenizer_config.json; empty when there is none. */
  readonly config: JsonObject;
  /** A template kept in a file of its own, as newer models do; null: none. */
  readonly templateFile: string | null;
  /** Special tokens that a text by itself gets at its beginning and end. */
  readonly before: readonly EncodedToken[];
  readonly after: readonly EncodedToken[];
  /** How a token's string is written: bytes as letters, or `▁` for a space, or `##` for a word's inside. */
  readonly writing: 'bytes' | 'pieces';
  /** Whether words are cut as BERT does. */
  readonly isWordPiece: boolean;
  /** What stands for text that the tokenizer does not know; null: it knows every byte. */
  readonly unknown: string | null;
  /** Tokens without the special ones at the ends; those written out in the text are found. */
  encode(text: string): readonly EncodedToken[];
}

export interface EncodedToken {
  readonly id: number;
  readonly token: string;
}

/**
 * Reads the tokenizer of a model folder: `tokenizer.json`, or BERT's `vocab.txt`.
 * @throws UserError when there is none, or one that cannot be used
 */
export function readModelTokenizer(folder: string): ModelTokenizer {
  const { file, tokenizer, config } = readTokenizer(folder);
  checkAnyTokenizer(tokenizer, file);
  const template = path.join(folder, 'chat_template.jinja');
  const templateFile = existsSync(template) ? readBounded(template, largestTokenizerFile) : null;
  return modelTokenizer({ folder, file, tokenizer, config, templateFile });
}

interface Read extends ReadTokenizer {
  readonly folder: string;
  readonly templateFile: string | null;
}

function modelTokenizer({ folder, templateFile, ...files }: Read): ModelTokenizer {
  const library = orRefuse(files, () => new Tokenizer(files.tokenizer, files.config));
  const prepare = preparationOf(files);
  const encodeAll = (text: string, specials: boolean): number[] =>
    library.encode(prepare(text), { add_special_tokens: specials }).ids;
  const { before, after } = orRefuse(files, () => specialTokens(encodeAll));
  const named = (id: number): EncodedToken => ({ id, token: nameOf(library, id) });
  const { model } = files.tokenizer as { model: JsonObject };
  return {
    folder,
    config: files.config,
    templateFile,
    before: before.map(named),
    after: after.map(named),
    writing: hasByteLevel(files.tokenizer) ? 'bytes' : 'pieces',
    isWordPiece: modelType(model) === 'WordPiece',
    unknown: unknownOf(model),
    encode(text) {
      const { ids, tokens } = library.encode(prepare(text), { add_special_tokens: false });
      return ids.map((id, index) => ({ id, token: tokens[index] ?? '' }));
    },
  };
}

function nameOf(library: Tokenizer, id: number): string {
  return (
    library.get_added_tokens_decoder().get(id)?.content ?? library.id_to_token(id) ?? String(id)
  );
}

/** Whether tokens are made of bytes, as in GPT-2's family. */
function hasByteLevel({ pre_tokenizer: before, decoder }: JsonObject): boolean {
  return JSON.stringify([before ?? null, decoder ?? null]).includes('"type":"ByteLevel"');
}

function unknownOf(model: JsonObject): string | null {
  if (typeof model.unk_token === 'string') return model.unk_token;
  const { unk_id: id, vocab } = model;
  if (typeof id !== 'number' || !Array.isArray(vocab)) return null;
  const piece = vocab[id] as unknown;
  return Array.isArray(piece) && typeof piece[0] === 'string' ? piece[0] : null;
}
