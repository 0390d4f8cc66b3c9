import type { SeededRandom } from '../seededRandom';

/** Names that schemas know, so that random rows come near to all of them. */
const keys =
  'text label instruction input output system history conversations messages from value role content prompt completion chosen rejected context question answers answer_start tokens tags source target translation tool_calls function name arguments tools id tool_call_id type start end __proto__ constructor'.split(
    ' ',
  );
const texts = [
  '',
  ' ',
  'a',
  'user',
  'assistant',
  'human',
  'gpt',
  'system',
  'tool',
  'B-PER',
  'I-LOC',
  '{"name": "f"}',
  '[]',
  '{',
  '<|im_start|>',
  '😀 é',
  '\uD800',
  'text',
];

/** Any value that JSON can hold, and some that only columns of binary formats have. */
export function randomValue(random: SeededRandom, depth = 0): unknown {
  const kind = random.below(depth > 4 ? 6 : 9);
  switch (kind) {
    case 0:
      return null;
    case 1:
      return random.below(5) - 1;
    case 2:
      return random.chance(0.5);
    case 3:
      return random.pick([
        undefined,
        Number.NaN,
        10n,
        new Date(0),
        Symbol.iterator,
        new Uint8Array(2),
      ]);
    case 4:
    case 5:
      return random.pick(texts);
    case 6:
      return Array.from({ length: random.below(4) }, () => randomValue(random, depth + 1));
    default:
      return randomRow(random, depth + 1);
  }
}

export function randomRow(random: SeededRandom, depth = 0): Record<string, unknown> {
  const entries = Array.from({ length: random.below(6) }, () => [
    random.pick(keys),
    randomValue(random, depth + 1),
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}
