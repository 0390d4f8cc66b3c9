import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textRules } from '../../../../../src/data/lint/rules/textRules';
import { schemaNames, type SchemaName } from '../../../../../src/data/schemas/schema';
import { seededRandom, type SeededRandom } from '../../seededRandom';
import { changed, checkRow } from '../checkRule';

type Values = Readonly<Record<string, unknown>>;

/** Pieces that rules look for, beside ordinary words and random characters. */
const pieces: readonly string[] = [
  ' ',
  '   ',
  '\n',
  '\n\n\n\n',
  '\r\n',
  '\t',
  '\u0000',
  '\u001a',
  '\ufffd',
  '\ud83d',
  '\udc00',
  '\ud83d\ude00',
  '\u200b',
  '\u200d',
  '\u202e',
  '\ufeff',
  '\u00a0',
  '\u3000',
  'Ã©',
  'â€™',
  'Ã',
  'Â',
  'â',
  '€',
  '™',
  'ï»¿',
  'ï¿½',
  'Ð¿Ñ€',
  'ß“',
  'Â\u00a0',
  'ÃƒÂ©',
  'é',
  '你好',
  'สวัสดี',
  'שלום',
  'می‌',
  '{{name}}',
  '{name}',
  '{',
  '}',
  '<NAME>',
  '<',
  '>',
  'lorem ipsum',
  'TODO',
  'TBD',
  '`',
  '```',
  '$',
  '\\',
  '"',
  '“',
  '”',
  'As an AI language model,',
  'I am ChatGPT',
  'OpenAI',
  'jane@gmail.com',
  '@',
  '.com',
  '+49 30 901820',
  '(212) 736-5000',
  '81.2.69.142',
  '2a00:1450::200e:1',
  '::',
  'DE89 3704 0044 0532 0130 00',
  '4111 1111 1111 1111',
  'SSN 536-90-4399',
  '1',
  '-',
  '.',
  ':',
  'the',
  'cat',
  'sat',
  'word',
  'bullshit',
  'asshole',
  '-----BEGIN PRIVATE KEY-----',
  'a'.repeat(40),
];

const refusals = ["I'm sorry, but I cannot do that. ", 'I cannot assist with it. '];

function randomText(random: SeededRandom): string {
  const length = Math.floor(random.next() * 12);
  // A refusal is one where it begins a text: what a fix takes from before it may make it one.
  let text = random.chance(0.1) ? random.pick(refusals) : '';
  for (let at = 0; at < length; at += 1) {
    const draw = random.next();
    const piece = random.pick(pieces);
    // Words stand apart; characters may touch anything.
    if (draw < 0.8) text += piece.length > 5 ? ` ${piece} ` : piece;
    else if (draw < 0.9) text += String.fromCharCode(Math.floor(random.next() * 0x10000));
    else if (draw < 0.97) text += ' ';
    else text += `${piece} `.repeat(60);
  }
  return text;
}

function randomValue(random: SeededRandom, depth: number): unknown {
  const draw = random.next();
  if (draw < 0.5 || depth > 3) return randomText(random);
  if (draw < 0.6) return null;
  if (draw < 0.7) return random.next() * 100;
  if (draw < 0.75) return random.next() < 0.5;
  if (draw < 0.87)
    return Array.from({ length: Math.floor(random.next() * 4) }, () =>
      randomValue(random, depth + 1),
    );
  return Object.fromEntries(
    ['role', 'content', 'from', 'value', 'tool_calls', 'text', 'label']
      .filter(() => random.next() < 0.5)
      .map((key) => [key, randomValue(random, depth + 1)]),
  );
}

const columns = [
  'text',
  'label',
  'instruction',
  'input',
  'output',
  'messages',
  'conversations',
  'prompt',
  'completion',
  'chosen',
  'rejected',
  'source',
  'target',
  'context',
  'question',
  'answers',
  'tokens',
  'tags',
  'tools',
  'system',
  'history',
];

test('no row makes a rule throw, and no finding points outside its text', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = seededRandom(seed);
    const values = Object.fromEntries(
      columns.filter(() => random.next() < 0.6).map((column) => [column, randomValue(random, 0)]),
    );
    for (const name of schemaNames) {
      for (const { finding, rule } of checkRow(textRules, values, { name })) {
        for (const { start = 0, end = 0 } of [finding.at, ...(finding.more ?? [])]) {
          assert.ok(start >= 0 && end >= start, `seed ${seed}, ${rule}`);
        }
        finding.fixes?.(values);
      }
    }
  }
});

test('a fix removes its finding and adds none', () => {
  let fixed = 0;
  for (let seed = 1; seed <= 4000; seed += 1) {
    const random = seededRandom(seed);
    const name: SchemaName = random.next() < 0.5 ? 'alpaca' : 'text';
    const text = randomText(random);
    const values: Values = name === 'text' ? { text } : { instruction: 'Say it.', output: text };
    const before = checkRow(textRules, values, { name });
    for (const { rule, field, finding } of before) {
      for (const fix of finding.fixes?.(values) ?? []) {
        const after = changed(values, fix);
        fixed += 1;
        if (after === null) continue;
        const rules = new Set(
          checkRow(textRules, after, { name })
            .filter((said) => said.field === field)
            .map((said) => said.rule),
        );
        const where = `seed ${seed}, "${fix.title}" of ${JSON.stringify(text)}`;
        assert.ok(!rules.has(rule), `${rule} is still there: ${where}`);
        rules.delete('L-TXT-10'); // a share of the whole text, which a shorter one may reach
        rules.delete('L-TOX-01'); // a quotation mark may go, and what was quoted no longer is
        for (const each of rules)
          assert.ok(
            before.some((said) => said.rule === each),
            `${each} is new: ${where}`,
          );
      }
    }
  }
  assert.ok(fixed > 1000, `only ${fixed} fixes were tried`);
});
