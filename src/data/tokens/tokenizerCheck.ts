import { UserError } from '../../protocol/errors';
import { printValue } from '../../protocol/printValue';
import { isJsonObject, type JsonObject } from './jsonFile';

/** Parts a tokenizer may be made of. None carries a regular expression of its own, which could run for ever. */
const allowed: Readonly<Record<string, ReadonlySet<string>>> = {
  model: new Set(['WordPiece']),
  normalizer: new Set([
    'Sequence',
    'BertNormalizer',
    'Lowercase',
    'NFC',
    'NFD',
    'NFKC',
    'NFKD',
    'StripAccents',
  ]),
  pre_tokenizer: new Set(['Sequence', 'BertPreTokenizer', 'Whitespace', 'WhitespaceSplit']),
  post_processor: new Set(['Sequence', 'TemplateProcessing', 'BertProcessing']),
};

const sequenceKeys = ['normalizers', 'pretokenizers', 'processors'];
const mostParts = 32;
const mostAddedTokens = 10_000;
const longestToken = 1_000;

/**
 * Checks shape and size of a tokenizer before anything is made of it.
 * @throws UserError that names the field
 */
export function checkTokenizer(
  tokenizer: JsonObject,
  { file, vocabSize }: { readonly file: string; readonly vocabSize: number },
): void {
  const refuse = (field: string, why: string): never => {
    throw new UserError(`The tokenizer's "${field}" cannot be used: ${why}.`, {
      place: { file },
      next: 'Copy or download the tokenizer of this model again.',
    });
  };
  for (const field of ['normalizer', 'pre_tokenizer', 'post_processor']) {
    checkParts(tokenizer[field], field, refuse);
  }
  const model = tokenizer.model;
  if (!isJsonObject(model) || typeof model.type !== 'string' || !allowed.model?.has(model.type)) {
    return refuse('model', 'only WordPiece is supported for a BERT');
  }
  const unknown = model.unk_token;
  checkVocabulary(model.vocab, vocabSize, refuse);
  if (typeof unknown !== 'string' || !Object.hasOwn(model.vocab as JsonObject, unknown)) {
    refuse('model.unk_token', 'it is not in the vocabulary');
  }
  if (typeof (model.continuing_subword_prefix ?? '##') !== 'string') {
    refuse('model.continuing_subword_prefix', 'it is not a text');
  }
  const longestWord = model.max_input_chars_per_word ?? 100;
  if (!isIdBelow(longestWord, 1_001)) {
    refuse('model.max_input_chars_per_word', 'it is not a number from 0 to 1000');
  }
  checkAddedTokens(tokenizer.added_tokens, vocabSize, refuse);
}

type RefuseField = (field: string, why: string) => never;

/** A part, or a sequence of parts; null for none. */
function checkParts(part: unknown, field: string, refuse: RefuseField): void {
  if (part === null || part === undefined) return;
  if (!isJsonObject(part)) return refuse(field, 'it is not an object');
  const { type } = part;
  if (typeof type !== 'string' || allowed[field]?.has(type) !== true) {
    const possible = [...(allowed[field] ?? [])].join(', ');
    refuse(field, `the type ${printValue(type)} is not supported; possible: ${possible}`);
  }
  if (type !== 'Sequence') return;
  const parts = sequenceKeys.map((key) => part[key]).find((value) => value !== undefined);
  if (!Array.isArray(parts) || parts.length > mostParts) {
    return refuse(field, `a sequence needs a list of at most ${mostParts} parts`);
  }
  for (const inner of parts as unknown[]) {
    if (isJsonObject(inner) && inner.type === 'Sequence') {
      refuse(field, 'it has a sequence within a sequence');
    }
    checkParts(inner, field, refuse);
  }
}

function checkVocabulary(vocab: unknown, vocabSize: number, refuse: RefuseField): void {
  if (!isJsonObject(vocab)) return refuse('model.vocab', 'it does not map tokens to ids');
  for (const token in vocab) {
    if (token.length > longestToken) {
      refuse('model.vocab', `it has a token of ${token.length} characters`);
    }
    requireId(`model.vocab`, token, vocab[token], { vocabSize, refuse });
  }
}

function checkAddedTokens(added: unknown, vocabSize: number, refuse: RefuseField): void {
  if (!Array.isArray(added) || added.length > mostAddedTokens) {
    return refuse('added_tokens', `it is not a list of at most ${mostAddedTokens} tokens`);
  }
  for (const token of added as unknown[]) {
    const content = isJsonObject(token) ? token.content : undefined;
    if (!isJsonObject(token) || typeof content !== 'string' || content.length === 0) {
      return refuse('added_tokens', 'it has a token without content');
    }
    if (content.length > longestToken) refuse('added_tokens', 'it has an endless token');
    requireId('added_tokens', content, token.id, { vocabSize, refuse });
  }
}

function requireId(
  field: string,
  token: string,
  id: unknown,
  { vocabSize, refuse }: { vocabSize: number; refuse: RefuseField },
): void {
  if (isIdBelow(id, vocabSize)) return;
  const [shown, given] = [token, id].map(printValue);
  refuse(
    field,
    `${shown ?? ''} has the id ${given ?? ''}, the model has ids from 0 to ${vocabSize - 1}`,
  );
}

function isIdBelow(value: unknown, end: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) < end;
}
