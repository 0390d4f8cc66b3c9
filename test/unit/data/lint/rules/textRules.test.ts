import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SchemaName } from '../../../../../src/data/schemas/schema';
import { textRules } from '../../../../../src/data/lint/rules/textRules';
import { changed, checkRow } from '../checkRule';

type Fields = Readonly<Record<string, unknown>>;

/** An Alpaca row whose output is the text. */
const answer = (output: string): Fields => ({ instruction: 'Tell me about it.', output });

interface Row {
  readonly name?: SchemaName;
  readonly values: string | Fields;
  /** As `L-TXT-02 output "  "`; the places in quotes, as JSON has them. */
  readonly finds: readonly string[];
  /** The text after the first fix of the first finding; null: the row is deleted. */
  readonly fixed?: string | null;
}

function check(title: string, rows: readonly Row[]): void {
  test(title, () => {
    for (const { name = 'alpaca', values, finds, fixed } of rows) {
      const row = typeof values === 'string' ? answer(values) : values;
      const said = checkRow(textRules, row, { name });
      const shown = said.map(({ rule, severity, field, places }) =>
        [
          rule,
          severity,
          field,
          ...places.map((place) => (place === null ? null : JSON.stringify(place))),
        ]
          .filter((part) => part !== undefined && part !== null)
          .join(' '),
      );
      assert.deepEqual(shown, finds, JSON.stringify(values).slice(0, 200));
      for (const { message } of said) assert.match(message, /\.$/);
      if (fixed === undefined) continue;
      const [fix] = said[0]?.finding.fixes?.(row) ?? [];
      assert.ok(fix !== undefined, `no fix for ${JSON.stringify(values)}`);
      const after = changed(row, fix);
      if (fixed === null) assert.equal(after, null);
      else assert.equal(after?.output, fixed);
    }
  });
}

check('an empty target or prompt', [
  { values: '', finds: ['L-TXT-01 output'], fixed: null },
  {
    values: { instruction: '', output: 'Yes.' },
    finds: ['L-TXT-01 warning instruction'],
    fixed: null,
  },
  {
    values: { instruction: ' ', input: 'Sing.', output: 'La.' },
    finds: ['L-TXT-02 instruction " "'],
  },
  {
    values: { instruction: 'Hi', output: '\u3000\u200b' },
    finds: ['L-TXT-01 output', 'L-TXT-02 output "\u3000"', 'L-TXT-05 output "\u200b"'],
  },
  { name: 'classification', values: { text: 'good', label: '' }, finds: ['L-TXT-01 label'] },
  { name: 'classification', values: { text: 'good', label: 0 }, finds: [] },
  {
    name: 'messages',
    values: {
      messages: [
        { role: 'user', content: 'Weather?' },
        {
          role: 'assistant',
          content: '',
          tool_calls: [
            { id: 'a', type: 'function', function: { name: 'weather', arguments: '{}' } },
          ],
        },
      ],
    },
    finds: [],
  },
]);

check('stray whitespace', [
  { values: ' Yes.', finds: ['L-TXT-02 output " "'], fixed: 'Yes.' },
  { values: 'Yes.\n', finds: ['L-TXT-02 output "\\n"'], fixed: 'Yes.' },
  { values: 'one   two', finds: ['L-TXT-02 output "   "'], fixed: 'one two' },
  { values: 'one  two', finds: [] },
  { values: 'one\n\n\n\ntwo', finds: ['L-TXT-02 output "\\n\\n\\n\\n"'], fixed: 'one\n\ntwo' },
  { values: 'one\r\n\r\n\r\n\r\ntwo', finds: ['L-TXT-02 output "\\n\\r\\n\\r\\n\\r\\n"'] },
  { values: 'one\n\n\ntwo', finds: [] },
  { values: 'one   \ntwo', finds: ['L-TXT-02 output "   "'], fixed: 'one\ntwo' },
  // Indentation, code and tables are laid out by spaces.
  { values: 'if x:\n    return 1', finds: [] },
  { values: 'See:\n```\na    = 1\n\n\n\nb = 2\n```', finds: [] },
  { values: '| name    | age |\n|---------|-----|', finds: [] },
  // A completion that goes on in the middle of a sentence.
  { name: 'prompt-completion', values: { prompt: 'The sky is', completion: ' blue.' }, finds: [] },
  {
    name: 'prompt-completion',
    values: { prompt: 'The sky is', completion: '  blue.' },
    finds: ['L-TXT-02 completion "  "'],
  },
]);

check('characters that are no text', [
  { values: 'a\u0000b', finds: ['L-TXT-03 output "\\u0000"'], fixed: 'ab' },
  { values: 'na\ufffdve \u0007', finds: ['L-TXT-03 output "\ufffd" "\\u0007"'], fixed: 'nave' },
  { values: 'half \ud83d of', finds: ['L-TXT-03 output "\\ud83d"'], fixed: 'half  of' },
  { values: 'tab\tand\r\nlines \ud83d\ude00', finds: [] },
  { values: '\u0001', finds: ['L-TXT-03 output "\\u0001"'], fixed: null },
]);

check('mojibake', [
  { values: 'cafÃ©', finds: ['L-TXT-04 output "Ã©"'], fixed: 'café' },
  { values: 'donâ€™t', finds: ['L-TXT-04 output "â€™"'], fixed: 'don’t' },
  { values: 'donâ\u0080\u0099t', finds: ['L-TXT-04 output "â\u0080\u0099"'], fixed: 'don’t' },
  { values: 'cafÃƒÂ©', finds: ['L-TXT-04 output "ÃƒÂ©"'], fixed: 'café' },
  { values: 'itÃ¢â‚¬â„¢s', finds: ['L-TXT-04 output "Ã¢â‚¬â„¢"'], fixed: 'it’s' },
  { values: 'costs Â£5', finds: ['L-TXT-04 output "Â£"'], fixed: 'costs £5' },
  { values: 'ÐŸÑ€Ð¸Ð²ÐµÑ‚', finds: ['L-TXT-04 output "ÐŸÑ€Ð¸Ð²ÐµÑ‚"'], fixed: 'Привет' },
  { values: 'nice ðŸ˜€ day', finds: ['L-TXT-04 output "ðŸ˜€"'], fixed: 'nice 😀 day' },
  { values: 'â‚¬5 ä½\u00a0å¥½', finds: ['L-TXT-04 output "â‚¬" "ä½\u00a0å¥½"'], fixed: '€5 你好' },
  { values: 'end.Â\u00a0', finds: ['L-TXT-02 output "\u00a0"', 'L-TXT-04 output "Â\u00a0"'] },
  // Sound texts with the same letters.
  { values: 'SÃO PAULO, „Spaß“, “VERTÚ”, «à», café… naïve Ärger, MANHÃ”', finds: [] },
  { values: 'Ünïcödé – “quoted” – señor, Ångström’s Å’ß “É”', finds: [] },
  { values: 'Привет, 你好, 😀', finds: [] },
]);

check('invisible characters', [
  { values: 'pay\u200bpal', finds: ['L-TXT-05 output "\u200b"'], fixed: 'paypal' },
  { values: '\ufeffText', finds: ['L-TXT-02 output "\ufeff"', 'L-TXT-05 output "\ufeff"'] },
  { values: 'admin\u202e nimda', finds: ['L-TXT-05 output "\u202e"'], fixed: 'admin nimda' },
  {
    values: 'hid\u{e0041}\u{e0042}den',
    finds: ['L-TXT-05 output "\u{e0041}\u{e0042}"'],
    fixed: 'hidden',
  },
  { values: 'family 👨‍👩‍👧, 🏳️‍🌈, 👩🏽‍⚕️, flag 🏴󠁧󠁢󠁥󠁮󠁧󠁿', finds: [] },
  { values: 'می‌خواهم \u200fשלום\u200e', finds: [] },
  { values: 'ภาษา\u200bไทย, क्‍ष', finds: [] },
]);

check('placeholders', [
  {
    values: 'I am {{name}}, made by {{author}}.',
    finds: ['L-TXT-08 output "{{name}}" "{{author}}"'],
  },
  {
    values: '我是{{name}}，由{{author}}开发。',
    finds: ['L-TXT-08 output "{{name}}" "{{author}}"'],
  },
  { values: 'Dear {customer_name}, hello', finds: ['L-TXT-08 output "{customer_name}"'] },
  {
    values: 'Dear <NAME>, your <ORDER_ID> is here',
    finds: ['L-TXT-08 output "<NAME>" "<ORDER_ID>"'],
  },
  { values: 'Lorem ipsum dolor sit amet', finds: ['L-TXT-08 output "Lorem ipsum"'] },
  { values: 'TODO: write the answer. Date: TBD', finds: ['L-TXT-08 output "TODO" "TBD"'] },
  { values: 'Use `{{ name }}`:\n```js\nconst a = `${b}`; // TODO {x}\n```', finds: [] },
  { values: 'print(f"It is {temp} degrees")', finds: [] },
  { values: "def f():\n    return f'{temp_in_fahrenheit}'", finds: [] },
  { values: '{"name": "a", "inner": {"b": 1}, "list": [{}]}', finds: [] },
  { values: '\\frac{a}{b} and $x_{i}^{n}$, the set {x} = {y}', finds: [] },
  { values: 'import {useState} from "react"\nList<STRING> GET /users/{id} ${HOME}', finds: [] },
  { values: '<TABLE><TR><TD>1</TD></TR></TABLE>, <USER>x</USER>', finds: [] },
  { values: 'Keep a TODO list; a to-do app. <b>bold</b>', finds: [] },
]);

check('refusals and boilerplate', [
  {
    values: 'As an AI language model, I cannot have opinions.',
    finds: ['L-TXT-09 output "As an AI language model"'],
    fixed: null,
  },
  {
    values: "I'm sorry, but I cannot assist with that request.",
    finds: ['L-TXT-09 output "I\'m sorry, but I cannot"'],
  },
  { values: 'I cannot assist with that.', finds: ['L-TXT-09 output "I cannot assist"'] },
  { values: 'I am ChatGPT, a model by OpenAI.', finds: ['L-TXT-09 output "I am ChatGPT"'] },
  { values: 'I was developed by OpenAI.', finds: ['L-TXT-09 output "I was developed by OpenAI"'] },
  { values: 'GPT-3 was developed by OpenAI in 2020; Claude Monet painted.', finds: [] },
  { values: 'The phrase "as an AI language model" annoys readers.', finds: [] },
  { values: 'Friend: "I can\'t believe it!" I am sorry to hear that you were late.', finds: [] },
  { values: 'As an AI researcher, she wrote papers. As an aim, it is fine.', finds: [] },
  {
    name: 'preference',
    values: { prompt: 'Who are you?', chosen: 'A friend.', rejected: 'As an AI, I am nobody.' },
    finds: [],
  },
]);

const hello = 'hello world '.repeat(40).trim();
const sentence = 'The quick brown fox jumps over the lazy dog near the old mill by the river.';
const varied =
  'Rivers carve valleys over thousands of years while glaciers grind mountains into dust. Farmers plant seeds each spring, hoping for gentle rain and long warm days. Cities grow where roads meet, and markets follow people wherever they settle. In winter the harbour freezes, ships wait, and children skate across silent black water until lamps are lit along the quay.';

check('repetition', [
  { values: hello, finds: ['L-TXT-10 output "hello world"'], fixed: 'hello world' },
  {
    values: `${varied}\n${sentence}\n`.repeat(3).trim(),
    finds: [`L-TXT-10 output ${JSON.stringify(varied)}`],
    fixed: `${varied}\n${sentence}`,
  },
  { values: varied, finds: [] },
  { values: 'hello world '.repeat(20).trim(), finds: [] }, // 40 words
  { values: '你好'.repeat(60), finds: ['L-TXT-10 output "你好"'], fixed: '你好' },
]);

const long =
  'His family moved to the United States when he was four. He graduated from high school in 1999. He studied law for three years and then left.';

check('a target that copies the prompt', [
  {
    values: { instruction: 'Organize the sentences chronologically.', input: long, output: long },
    finds: ['L-TXT-11 output'],
  },
  { values: { instruction: long, output: long.toLowerCase() }, finds: ['L-TXT-11 output'] },
  {
    values: { instruction: 'Answer.', input: long, output: long.replace('law', 'art') },
    finds: ['L-TXT-11 output'],
  },
  {
    values: { instruction: 'Proofread this.', input: long, output: long.replace('then', 'than') },
    finds: [],
  },
  { values: { instruction: 'Repeat this word for word.', input: long, output: long }, finds: [] },
  { values: { instruction: 'Hello', output: 'Hello' }, finds: [] },
  {
    values: { instruction: 'Answer.', input: long, output: varied.slice(0, long.length) },
    finds: [],
  },
]);

check('personal data', [
  {
    values: 'Write to jane.doe@gmail.com or call (212) 736-5000.',
    finds: ['L-PII-01 output "jane.doe@gmail.com" "(212) 736-5000"'],
    fixed: 'Write to [EMAIL] or call [PHONE].',
  },
  {
    values: 'john@example.com',
    finds: ['L-PII-01 information output "john@example.com"'],
    fixed: '[EMAIL]',
  },
  {
    values:
      'Follow @jane, use logo@2x.png, clone git@github.com:a/b.git, npm i react@18.2.0, [a-z]+@[a-z]+',
    finds: [],
  },
  {
    values: '+49 30 901820 and +1-202-456-1111',
    finds: ['L-PII-01 output "+49 30 901820" "+1-202-456-1111"'],
  },
  { values: 'Tel: 030 901820', finds: ['L-PII-01 output "030 901820"'] },
  {
    values:
      'From 1990-2000, on 2023-01-15 12:30:45, 3.14159265, ISBN 978-3-16-148410-0, 1,000,000 $1234567',
    finds: [],
  },
  {
    values: 'The server 81.2.69.142 answered',
    finds: ['L-PII-01 output "81.2.69.142"'],
    fixed: 'The server [IP_ADDRESS] answered',
  },
  {
    values:
      'Version 10.15.7.1, v2.0.1.30, Chrome/91.0.44.124, section 3.2.1.1, 1.2.3.4.5, 300.1.1.1',
    finds: [],
  },
  { values: 'router at 192.168.1.1', finds: ['L-PII-01 information output "192.168.1.1"'] },
  {
    values: 'host 2a00:1450:4001:81b::200e up',
    finds: ['L-PII-01 output "2a00:1450:4001:81b::200e"'],
  },
  { values: 'std::abs, at 12:30:45, 00:1b:44:11:3a:b7, a::b', finds: [] },
  {
    values: 'IBAN DE89 3704 0044 0532 0130 00 please',
    finds: ['L-PII-01 output "DE89 3704 0044 0532 0130 00"'],
    fixed: 'IBAN [IBAN] please',
  },
  {
    values: 'GB82WEST12345698765432, DE89 3704 0044 0532 0130 01',
    finds: ['L-PII-01 output "GB82WEST12345698765432"'],
  },
  {
    values: 'card 4111 1111 1111 1111, not 4111 1111 1111 1112',
    finds: ['L-PII-01 output "4111 1111 1111 1111"'],
  },
  {
    values: 'My SSN is 536-90-4399.',
    finds: ['L-PII-01 output "536-90-4399"'],
    fixed: 'My SSN is [SSN].',
  },
  { values: 'Part 536-90-4399 fits', finds: [] },
  { values: 'SSN 000-12-3456, 900-12-3456, 536-00-4399', finds: [] },
  {
    values: { instruction: 'Hi', output: 'Yes.', meta: { author: 'jane@gmail.com' } },
    finds: ['L-PII-01 meta.author "jane@gmail.com"'],
  },
]);

// Put together here, so that no scanner takes this file for a leak.
const made = (...parts: readonly string[]): string => parts.join('');
const aws = made('AKIA', 'QYLPMN5HFIQR7XYA');
const github = made('ghp_', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7bC0eF3hI6');
const web = made(
  'eyJhbGciOiJIUzI1NiJ9',
  '.eyJzdWIiOiIxMjM0NTYifQ',
  '.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJVadQssw5c',
);

check('secrets', [
  { values: `key ${aws} here`, finds: [`L-PII-02 output "${aws}"`], fixed: 'key [SECRET] here' },
  { values: github, finds: [`L-PII-02 output "${github}"`] },
  { values: web, finds: [`L-PII-02 output "${web}"`] },
  {
    values: made('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc'),
    finds: [`L-PII-02 output "${made('sk_live_', '4eC39HqLyjWDarjtT1zdp7dc')}"`],
  },
  {
    values: made('xoxb-', '123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx'),
    finds: [
      `L-PII-02 output "${made('xoxb-', '123456789012-1234567890123-AbCdEfGhIjKlMnOpQrStUvWx')}"`,
    ],
  },
  {
    values: '-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----',
    finds: [
      'L-PII-02 output "-----BEGIN RSA PRIVATE KEY-----\\nMIIEow\\n-----END RSA PRIVATE KEY-----"',
    ],
    fixed: '[SECRET]',
  },
  {
    values: made('AKIA', 'IOSFODNN7EXAMPLE'),
    finds: [`L-PII-02 information output "${made('AKIA', 'IOSFODNN7EXAMPLE')}"`],
  },
  {
    values:
      'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx -----BEGIN CERTIFICATE----- ----------------------',
    finds: [],
  },
]);

check('offensive words', [
  { values: 'What utter bullshit, you asshole.', finds: ['L-TOX-01 output "bullshit" "asshole"'] },
  { values: 'He shouted "you asshole, bullshit" and left.', finds: [] },
  { values: { instruction: 'Is this bullshit?', output: 'No.' }, finds: [] },
  { values: `${varied} Shit happens.`, finds: ['L-TOX-01 output "Shit"'] },
]);
