import { UserError } from '../../protocol/errors';
import { isJsonObject } from './jsonFile';
import type { TokenizerFiles } from './tokenizerFiles';

/** Turns text into the ids a model reads. */
export interface TextTokenizer {
  /** Fills up short rows. */
  readonly padId: number;
  /** Changes whenever the same text might give other ids. */
  readonly fingerprint: string;
  /** Ids with special tokens, at most `maxLength` of them; what is too long is cut at its end, specials stay. */
  encode(text: string, maxLength: number): number[];
}

/** What a library makes of a whole text. */
export type EncodeAll = (text: string, specials: boolean) => number[];

/**
 * A tokenizer on top of a library's own, which differs in places from the reference and reads a text to its end.
 * @param make makes the library's tokenizer of the files; it may throw
 * @throws UserError when the library does not take what the files say
 */
export function textTokenizer(files: TokenizerFiles, make: () => EncodeAll): TextTokenizer {
  const library = orRefuse(files, make);
  const prepare = preparationOf(files);
  const encodeAll: EncodeAll = (text, specials) => library(prepare(text), specials);
  const { before, after } = orRefuse(files, () => specialTokens(encodeAll));
  return {
    padId: padIdOf(files),
    fingerprint: files.fingerprint,
    encode(text, maxLength) {
      const room = maxLength - before.length - after.length;
      const body = firstTokens(text, room, (part) => encodeAll(part, false));
      return [...before, ...body.slice(0, Math.max(0, room)), ...after];
    },
  };
}

/** CJK ideographs beyond the basic plane. */
const rareIdeographs = /[\u{20000}-\u{2a6df}\u{2a700}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

/**
 * Where the library differs from Hugging Face's reference: it looks at UTF-16 units, so that it misses ideographs
 * beyond the basic plane, and lowers whole strings, where a final sigma differs from others.
 */
export function preparationOf({
  tokenizer,
}: Pick<TokenizerFiles, 'tokenizer'>): (text: string) => string {
  const { normalizer } = tokenizer;
  if (!isJsonObject(normalizer) || normalizer.type !== 'BertNormalizer') return (text) => text;
  const { handle_chinese_chars: spacesIdeographs, lowercase } = normalizer;
  return (text) => {
    const spaced = spacesIdeographs === true ? text.replace(rareIdeographs, ' $& ') : text;
    return lowercase === true ? spaced.replaceAll('\u03a3', '\u03c3') : spaced;
  };
}

/** What the library makes of files that are checked in shape only. */
export function orRefuse<T>({ file }: Pick<TokenizerFiles, 'file'>, make: () => T): T {
  try {
    return make();
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
    throw new UserError(`The tokenizer of this model cannot be used: ${why}.`, {
      place: { file },
      next: 'Copy or download the tokenizer of this model again.',
    });
  }
}

/** What a single text gets at its beginning and end, learnt from an example. */
export function specialTokens(encode: EncodeAll): {
  before: readonly number[];
  after: readonly number[];
} {
  const example = 'a';
  const [bare, full] = [encode(example, false), encode(example, true)];
  const start = full.findIndex((_, at) => bare.every((id, index) => full[at + index] === id));
  if (start < 0) throw new Error('its "post_processor" leaves the text out');
  return { before: full.slice(0, start), after: full.slice(start + bare.length) };
}

/** Characters looked at per wanted token before more of a long text is read. */
const charactersPerToken = 32;

/**
 * Enough tokens of a text that may be millions of characters long: words are independent of what follows them, so
 * a piece that ends between two words gives the beginning of the whole.
 */
function firstTokens(text: string, wanted: number, encode: (part: string) => number[]): number[] {
  for (let limit = (wanted + 1) * charactersPerToken; ; limit *= 4) {
    const end = text.length <= limit ? text.length : lastSpaceBefore(text, limit);
    const ids = encode(text.slice(0, end));
    if (end === text.length || ids.length >= wanted) return ids;
  }
}

/** Where the last space or line break up to `limit` stands; the text's end when one word reaches there. */
function lastSpaceBefore(text: string, limit: number): number {
  const space = Math.max(text.lastIndexOf(' ', limit), text.lastIndexOf('\n', limit));
  return space > 0 ? space : text.length;
}

function padIdOf({ tokenizer, config }: TokenizerFiles): number {
  const named = config.pad_token;
  const content =
    typeof named === 'string'
      ? named
      : typeof named === 'object' && named !== null && 'content' in named
        ? String(named.content)
        : '[PAD]';
  const vocabulary = (tokenizer.model as { vocab: Readonly<Record<string, number>> }).vocab;
  const added = tokenizer.added_tokens as readonly { content: string; id: number }[];
  const id = added.find((token) => token.content === content)?.id;
  return id ?? (Object.hasOwn(vocabulary, content) ? (vocabulary[content] ?? 0) : 0);
}
