import { UserError } from '../../protocol/errors';
import { isJsonObject, type JsonObject } from './jsonFile';

const models = new Set(['WordPiece', 'BPE', 'Unigram']);
const mostAddedTokens = 100_000;
const longestPattern = 2_000;
const deepest = 8;

/**
 * Checks that a tokenizer of any family is one, and brings no regular expression that could run for ever: here texts are only
 * looked at, so that what remains is left to the library.
 * @throws UserError that names the field
 */
export function checkAnyTokenizer(tokenizer: JsonObject, file: string): void {
  const refuse = (field: string, why: string): never => {
    throw new UserError(`The tokenizer's "${field}" cannot be used: ${why}.`, {
      place: { file },
      next: 'Copy or download the tokenizer of this model again.',
    });
  };
  const { model, added_tokens: added } = tokenizer;
  const type = modelType(model);
  if (!isJsonObject(model) || !models.has(type)) {
    return refuse('model', `its type is none of ${[...models].join(', ')}`);
  }
  const isVocabulary = type === 'Unigram' ? Array.isArray(model.vocab) : isJsonObject(model.vocab);
  if (!isVocabulary) refuse('model.vocab', 'it is not a vocabulary');
  if (type === 'BPE' && !Array.isArray(model.merges)) refuse('model.merges', 'it is not a list');
  if (
    added !== undefined &&
    added !== null &&
    (!Array.isArray(added) || added.length > mostAddedTokens)
  ) {
    refuse('added_tokens', `it is not a list of at most ${mostAddedTokens} tokens`);
  }
  for (const field of ['normalizer', 'pre_tokenizer', 'decoder', 'post_processor']) {
    const pattern = dangerousPattern(tokenizer[field], 0);
    if (pattern !== null) refuse(field, `its pattern ${pattern.slice(0, 60)} may take for ever`);
  }
}

/** What a model is; older files leave it to be seen from what they hold. */
export function modelType(model: unknown): string {
  if (!isJsonObject(model)) return '';
  if (typeof model.type === 'string') return model.type;
  if (Array.isArray(model.vocab)) return 'Unigram';
  return Array.isArray(model.merges) ? 'BPE' : 'WordPiece';
}

/** A pattern that repeats what repeats itself, which backtracks without end; null: there is none. */
function dangerousPattern(part: unknown, depth: number): string | null {
  if (Array.isArray(part)) {
    for (const inner of part as unknown[]) {
      const found = dangerousPattern(inner, depth);
      if (found !== null) return found;
    }
    return null;
  }
  if (!isJsonObject(part)) return null;
  if (depth > deepest) return 'nested too deeply';
  const { Regex: pattern } = part;
  if (
    typeof pattern === 'string' &&
    (pattern.length > longestPattern || repeatsRepetition(pattern))
  ) {
    return pattern;
  }
  for (const inner of Object.values(part)) {
    const found = dangerousPattern(inner, depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Whether a group that can grow without bound stands under an unbounded quantifier: `(a+)*`. */
function repeatsRepetition(pattern: string): boolean {
  const grows: boolean[] = [false];
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (character === '[') at = classEnd(pattern, at);
    else if (character === '(') grows.push(false);
    else if (character === ')') {
      const inner = grows.length > 1 ? (grows.pop() ?? false) : false;
      const isRepeated = /^(?:[*+]|\{\d+,\})/.test(pattern.slice(at + 1, at + 16));
      if (inner && isRepeated) return true;
      if (inner || isRepeated) grows[grows.length - 1] = true;
    } else if (
      character === '*' ||
      character === '+' ||
      /^\{\d+,\}/.test(pattern.slice(at, at + 16))
    ) {
      grows[grows.length - 1] = true;
    }
  }
  return false;
}

function classEnd(pattern: string, start: number): number {
  for (let at = start + 1; at < pattern.length; at += 1) {
    if (pattern[at] === '\\') at += 1;
    else if (pattern[at] === ']' && at > start + 1) return at;
  }
  return pattern.length;
}
