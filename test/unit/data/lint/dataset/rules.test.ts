import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contradictionRule } from '../../../../../src/data/lint/dataset/contradictions';
import { countingColumnRule } from '../../../../../src/data/lint/dataset/countingColumns';
import { datasetSizeRule } from '../../../../../src/data/lint/dataset/datasetSize';
import { duplicateRule } from '../../../../../src/data/lint/dataset/duplicates';
import { labelErrorRule } from '../../../../../src/data/lint/dataset/labelErrors';
import { labelOrderRule } from '../../../../../src/data/lint/dataset/labelOrder';
import { labelSpellingRule } from '../../../../../src/data/lint/dataset/labelSpelling';
import { lengthOutlierRule } from '../../../../../src/data/lint/dataset/lengthOutliers';
import { nearDuplicateRule } from '../../../../../src/data/lint/dataset/nearDuplicates';
import { oneSidedFeedbackRule } from '../../../../../src/data/lint/dataset/oneSidedFeedback';
import { otherLanguageRule } from '../../../../../src/data/lint/dataset/otherLanguage';
import { preferenceLengthRule } from '../../../../../src/data/lint/dataset/preferenceLength';
import { rareLabelRule } from '../../../../../src/data/lint/dataset/rareLabels';
import { shortcutRule } from '../../../../../src/data/lint/dataset/shortcuts';
import { strayMarkupRule } from '../../../../../src/data/lint/dataset/strayMarkup';
import { systemPromptRule } from '../../../../../src/data/lint/dataset/systemPrompts';
import { unfinishedTextRule } from '../../../../../src/data/lint/dataset/unfinishedTexts';
import { unicodeFormRule } from '../../../../../src/data/lint/dataset/unicodeForm';
import {
  axisOfFinding,
  identityRule,
} from '../../../../../src/data/lint/dataset/identityAssociation';
import { leakRule } from '../../../../../src/data/lint/files/leaks';
import { unseenLabelRule } from '../../../../../src/data/lint/files/unseenLabels';
import { deleteDoubtfulRow } from '../../../../../src/data/lint/fix';
import type {
  CrossFileRule,
  DatasetRule,
  LintContext,
  TokenCounter,
} from '../../../../../src/data/lint/rule';
import type { Schema } from '../../../../../src/data/schemas/schema';
import { seededRandom } from '../../seededRandom';
import { contextOf, crossFindings, findings, type Reported, type Values } from './seeRows';
import { usualSchema } from '../../schemas/usualSchema';

/** A finding in short: rule, row, twins, and severity where it is not the catalogue's. */
function shortOf({ rule, row, related, severity }: Reported): string {
  const twins = (related ?? []).map(({ path, line }) =>
    `${path}:${line}`.replace('rows.jsonl:', ''),
  );
  const twin = twins.length === 0 ? '' : ` < ${twins.join(' ')}`;
  return `${rule} ${row ?? 'file'}${twin}${severity === undefined ? '' : ` (${severity})`}`;
}

function check(
  rule: DatasetRule,
  schema: Schema,
  rows: readonly Values[],
  expected: readonly string[],
  settings: Partial<LintContext> = {},
): Reported[] {
  const found = findings(rule, contextOf(schema, settings), rows);
  assert.deepEqual(found.map(shortOf), expected);
  for (const { message } of found) assert.doesNotMatch(message, /undefined|NaN|\bnull\b/);
  return found;
}

function checkFiles(
  rule: CrossFileRule,
  schema: Schema,
  { training, evaluation }: { training: readonly Values[]; evaluation: readonly Values[] },
  expected: readonly string[],
): void {
  const found = crossFindings(rule, contextOf(schema), training, evaluation);
  assert.deepEqual(found.map(shortOf), expected);
  for (const { message } of found) assert.doesNotMatch(message, /undefined|NaN|\bnull\b/);
}

const classification = usualSchema('classification');
const alpaca = usualSchema('alpaca');

/** Rows "text | label". */
const labelled = (...rows: readonly string[]): Values[] =>
  rows.map((row) => {
    const [text = '', label = ''] = row.split('|').map((each) => each.trim());
    return { text, label };
  });
const times = (count: number, make: (index: number) => Values): Values[] =>
  Array.from({ length: count }, (_, index) => make(index));
/** `count` words that no other start shares. */
const prose = (start: number, count: number): string =>
  Array.from({ length: count }, (_, index) => `w${start}x${index}`).join(' ');

test('of n copies n - 1 are findings, and the first is kept', () => {
  check(
    duplicateRule,
    classification,
    labelled('a b|x', 'c|x', 'a b|x', 'A  b |x', 'A  b |x', 'a b|y'),
    ['L-DUP-01 3 < 1', 'L-DUP-02 4 < 1', 'L-DUP-01 5 < 1'],
  );
  const raw = [
    { text: 'a b', label: 'x' },
    { text: 'A b', label: 'x' },
    { text: 'A b', label: 'x' },
  ];
  check(duplicateRule, classification, raw, ['L-DUP-02 2 < 1', 'L-DUP-01 3 < 1']);
  // Parts are kept apart.
  check(
    duplicateRule,
    alpaca,
    [
      { instruction: 'a', input: 'b', output: 'c' },
      { instruction: 'ab', input: '', output: 'c' },
      { instruction: 'a', input: 'b', output: 'c' },
    ],
    ['L-DUP-01 3 < 1'],
  );
  const said = (role: string, content: string): Values => ({ role, content });
  check(
    duplicateRule,
    usualSchema('messages'),
    [
      { messages: [said('user', 'hi'), said('assistant', 'hello')] },
      { messages: [said('assistant', 'hi'), said('user', 'hello')] },
      { messages: [said('user', 'hi'), said('assistant', 'hello')] },
      { messages: 7 },
      { messages: 7 },
    ],
    ['L-DUP-01 3 < 1'],
  );
});

test('conversations that call, or declare, other tools are not the same', () => {
  const called = (name: string, ids: readonly [string, string], tool: string): Values => ({
    messages: [
      { role: 'user', content: 'w?' },
      {
        ...{ role: 'assistant', content: null },
        tool_calls: [{ id: ids[0], type: 'function', function: { name, arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: ids[1], content: '5' },
      { role: 'assistant', content: '5' },
    ],
    tools: [{ type: 'function', function: { name: tool, parameters: {} } }],
  });
  const schema = usualSchema('messages');
  const withTools = { ...schema, columns: { ...schema.columns, tools: 'tools' } };
  const rows = [
    called('get', ['c1', 'c1'], 'get'),
    called('get', ['c1', 'zz'], 'get'),
    called('get', ['c1', 'c1'], 'other'),
    called('set', ['c1', 'c1'], 'get'),
    called('get', ['c1', 'c1'], 'get'),
  ];
  check(duplicateRule, withTools, rows, ['L-DUP-01 5 < 1']);
  const asText = rows.map(({ messages, tools }) => ({ messages, tools: JSON.stringify(tools) }));
  check(duplicateRule, withTools, asText, ['L-DUP-01 5 < 1']);
});

test('near duplicates are found once, and not where others report them', () => {
  const text = prose(0, 60);
  const rows = [text, `${text} more`, text, `${text} MORE`, prose(1, 60), `${text} again`];
  check(
    nearDuplicateRule,
    classification,
    rows.map((each) => ({ text: each, label: 'x' })),
    ['L-DUP-03 2 < 1', 'L-DUP-03 6 < 1'],
  );
  check(
    nearDuplicateRule,
    classification,
    [
      { text, label: 'x' },
      { text: `${text} more`, label: 'y' },
    ],
    [],
  );
  // Questions about one passage are not alike for sharing it; a system prompt makes no conversations alike.
  const ask = (question: string): Values => ({ context: text, question, answers: { text: ['a'] } });
  check(
    nearDuplicateRule,
    usualSchema('question-answering'),
    [ask('who was it'), ask('when was that')],
    [],
  );
  const chat = (user: string): Values => ({
    messages: [
      { role: 'system', content: text },
      { role: 'user', content: user },
      { role: 'assistant', content: `about ${user}` },
    ],
  });
  check(
    nearDuplicateRule,
    usualSchema('messages'),
    [chat('trees in spring'), chat('birds in winter')],
    [],
  );
});

test('the same question with another answer contradicts the first', () => {
  const found = check(
    contradictionRule,
    classification,
    labelled('good|1', 'bad|0', 'Good |0', 'good|1', 'good|2'),
    ['L-DUP-04 3 < 1', 'L-DUP-04 5 < 1'],
  );
  assert.match(found[0]?.message ?? '', /labelled "1"; this one is labelled "0"/);
  check(
    contradictionRule,
    alpaca,
    [
      { instruction: 'Name?', output: 'A' },
      { instruction: 'Name?', output: 'B' },
      { instruction: 'Name?', output: 'a ' },
      { instruction: '', output: 'x' },
      { instruction: '', output: 'y' },
    ],
    ['L-DUP-04 2 < 1 (information)'],
  );
  check(
    contradictionRule,
    usualSchema('feedback'),
    [
      { prompt: 'p', completion: 'c', label: true },
      { prompt: 'p', completion: 'd', label: false },
      { prompt: 'p', completion: 'c', label: false },
    ],
    ['L-DUP-04 3 < 1'],
  );
  check(
    contradictionRule,
    usualSchema('token-classification'),
    [
      { tokens: ['a', 'b'], tags: ['O', 'O'] },
      { tokens: ['a', 'b'], tags: ['O', 'B-X'] },
    ],
    ['L-DUP-04 2 < 1'],
  );
});

test('evaluation rows in the training data have one finding each, the strongest', () => {
  const text = prose(0, 60);
  const phrase = prose(9, 13);
  checkFiles(
    leakRule,
    classification,
    {
      training: labelled(
        `${prose(1, 9)}|a`,
        'same|a',
        `${text}|a`,
        `${prose(2, 30)} ${phrase}|a`,
        `${prose(3, 30)} ${phrase}|a`,
      ),
      evaluation: labelled(
        'Same|b',
        'same|b',
        `${text} more|b`,
        `${phrase} ${prose(4, 40)}|b`,
        `${prose(5, 40)}|b`,
        `${phrase} ${prose(6, 40)}|b`,
      ),
    },
    [
      'L-LEAK-01 1 < train.jsonl:2',
      'L-LEAK-01 2 < train.jsonl:2',
      'L-LEAK-02 3 < train.jsonl:3',
      'L-LEAK-02 4 < train.jsonl:4',
      'L-LEAK-02 6 < train.jsonl:4',
    ],
  );
  // What more than ten training rows say is a phrase, not a leak.
  const common = times(11, (index) => ({ text: `${prose(20 + index, 30)} ${phrase}`, label: 'a' }));
  checkFiles(
    leakRule,
    classification,
    { training: common, evaluation: [{ text: `${phrase} ${prose(4, 40)}`, label: 'a' }] },
    [],
  );
  checkFiles(
    leakRule,
    usualSchema('parallel'),
    {
      training: [{ source: 'A dog runs.', target: 'Ein Hund läuft.' }],
      evaluation: [
        { source: 'A dog runs.', target: 'Ein Hund rennt.' },
        { source: 'A cat.', target: 'Ein Hund läuft.' },
      ],
    },
    ['L-LEAK-01 1 < train.jsonl:1'],
  );
});

test('rare labels are named once, at their first row', () => {
  const many = times(60, (index) => ({ text: `t${index}`, label: index % 2 === 0 ? 'a' : 'b' }));
  check(rareLabelRule, classification, [...many, ...labelled('x|c', 'y|c')], ['L-LBL-02 61']);
  check(rareLabelRule, classification, many, []);
  // A tenth of its part in a balanced dataset: 0.1 * 1,006 / 2 = 50.3 rows.
  const skewed = times(1006, (index) => ({ text: `t${index}`, label: index < 956 ? 'a' : 'b' }));
  check(rareLabelRule, classification, skewed, ['L-LBL-02 957']);
  check(
    rareLabelRule,
    classification,
    times(200, (index) => ({ text: 't', label: `own ${index}` })),
    ['L-LBL-02 file'],
  );
  checkFiles(
    unseenLabelRule,
    classification,
    { training: labelled('a|x', 'b|y'), evaluation: labelled('c|x', 'd|z', 'e|z') },
    ['L-LBL-02 2 (error)'],
  );
});

test('labels written in several ways go to the usual one', () => {
  const rows = labelled(
    'a|Positive',
    'b|positive',
    'c|positive',
    'd|positive.',
    'e|very-good',
    'f|very good',
    'g|very good',
    'h|-1',
    'i|1',
    'j|C#',
    'k|C',
  );
  const found = check(labelSpellingRule, classification, rows, [
    'L-LBL-03 1',
    'L-LBL-03 4',
    'L-LBL-03 5',
  ]);
  assert.deepEqual(found[0]?.fixes?.({}), [
    { type: 'set-value', path: ['label'], value: 'positive', title: 'Write "positive"' },
  ]);
  // Numbers keep being numbers.
  const mixed = [
    { text: 'a', label: 1 },
    { text: 'b', label: 1 },
    { text: 'c', label: '1.0' },
  ];
  assert.deepEqual(
    check(labelSpellingRule, classification, mixed, ['L-LBL-03 3'])[0]?.fixes?.({}),
    [{ type: 'set-value', path: ['label'], value: 1, title: 'Write "1"' }],
  );
  const declaredLabels = ['positive', 'negative'];
  const declared = check(
    labelSpellingRule,
    classification,
    labelled('a|positive', 'b|postive', 'c|Negative', 'd|other'),
    ['L-LBL-03 2', 'L-LBL-03 3', 'L-LBL-03 4'],
    { declaredLabels },
  );
  assert.match(declared[0]?.message ?? '', /Is "positive" meant\?/);
  assert.match(declared[1]?.message ?? '', /Is "negative" meant\?/);
  assert.equal(declared[2]?.fixes, undefined);
  assert.deepEqual(
    declared.map(({ fixes }) => fixes?.({})[0]?.isGuess ?? false),
    [true, false, false],
    'another word is a guess, another way of writing is none',
  );
  // Numbers, signs and words beside them have no slips of the keys; a row without label is another rule's.
  const numbered = check(
    labelSpellingRule,
    classification,
    [
      ...[1, '1.0', 10, '', 'C', 'level 3'].map((label) => ({ text: 'a', label })),
      ...['☹', '-1', 'Level-2'].map((label) => ({ text: 'b', label })),
    ],
    [2, 3, 5, 6, 7, 8, 9].map((row) => `L-LBL-03 ${row}`),
    { declaredLabels: ['1', 'C#', '☺', 'level 2'] },
  );
  assert.deepEqual(
    numbered.map(({ fixes }) => fixes?.({})),
    [
      [{ type: 'set-value', path: ['label'], value: 1, title: 'Write "1"' }],
      ...[undefined, undefined, undefined, undefined, undefined],
      [{ type: 'set-value', path: ['label'], value: 'level 2', title: 'Write "level 2"' }],
    ],
  );
});

test('rows sorted by label are found where training may not shuffle', () => {
  const sorted = times(60, (index) => ({ text: `t${index}`, label: index < 30 ? 'a' : 'b' }));
  check(labelOrderRule, classification, sorted, ['L-LBL-04 file']);
  check(labelOrderRule, classification, sorted, ['L-LBL-04 file'], { shuffles: false });
  check(labelOrderRule, classification, sorted, [], { shuffles: true });
  check(labelOrderRule, classification, sorted.slice(20, 38), []);
  let alarms = 0;
  for (let seed = 0; seed < 100; seed += 1) {
    const random = seededRandom(seed);
    const mixed = times(400, () => ({ text: 't', label: `l${random.below(2 + (seed % 8))}` }));
    alarms += findings(labelOrderRule, contextOf(classification), mixed).length;
  }
  assert.ok(alarms <= 5, `${alarms} of 100 shuffled files`);
});

test('a word that gives the label away is found where it stands', () => {
  const random = seededRandom(4);
  const rows = times(400, (index) => {
    const label = random.chance(0.5) ? 'spam' : 'ham';
    const words = Array.from({ length: 12 }, () => `w${random.below(300)}`);
    return {
      text: `${words.join(' ')}${label === 'spam' && index % 3 === 0 ? ' Unsubscribe!' : ''}`,
      label,
    };
  });
  const [found] = findings(shortcutRule, contextOf(classification), rows);
  const text = String(rows[(found?.row ?? 0) - 1]?.text);
  assert.equal(text.slice(found?.at.start, found?.at.end), 'Unsubscribe');
  assert.equal(findings(shortcutRule, contextOf(classification), rows).length, 1);
  // A label that nearly all rows have goes with every word.
  const skewed = rows.map((row, index) => ({ ...row, label: index < 4 ? 'rare' : 'usual' }));
  check(shortcutRule, classification, skewed, []);
});

test('columns that count the rows are found', () => {
  const rows = times(30, (index) => ({
    id: index + 100,
    text: `t${index}`,
    label: 'ab'[index % 2] ?? '',
  }));
  check(countingColumnRule, classification, rows, ['L-LBL-05 file (information)']);
  check(
    countingColumnRule,
    classification,
    times(30, (index) => ({ text: 't', label: String(index) })),
    ['L-LBL-05 file'],
  );
  check(countingColumnRule, classification, [...rows, { id: 5, text: 't', label: 'a' }], []);
});

test('labels that a model doubts are found with its suggestion', () => {
  const random = seededRandom(8);
  const labels = ['no', 'yes'];
  const truth = Array.from({ length: 200 }, () => random.below(2));
  const wrong = new Set([11, 57, 130]);
  const rows = truth.map((label, index) => ({
    text: `t${index}`,
    label: labels[wrong.has(index) ? 1 - label : label] ?? '',
  }));
  const of = (row: number): Float64Array => {
    const label = truth[row - 1] ?? 0;
    return label === 1 ? Float64Array.of(0.1, 0.9) : Float64Array.of(0.9, 0.1);
  };
  const found = findings(
    labelErrorRule,
    contextOf(classification, { probabilities: { labels, of } }),
    rows,
  );
  assert.deepEqual(new Set(found.map(({ row }) => row)), new Set([12, 58, 131]));
  assert.equal(found[0]?.fixes?.({})[0]?.type, 'set-value');
  check(labelErrorRule, classification, rows, []);
});

test('few rows with a system prompt, or without one, are inconsistent', () => {
  const chat = (system: boolean): Values => ({
    messages: [
      ...(system ? [{ role: 'system', content: 'Be kind.' }] : []),
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: 'hello' },
    ],
  });
  const schema = usualSchema('messages');
  const having = check(
    systemPromptRule,
    schema,
    times(20, (index) => chat(index === 4)),
    ['L-CHT-10 5'],
  );
  assert.deepEqual(having[0]?.fixes?.({}), [
    {
      ...{ type: 'remove-value', path: ['messages', 0], title: 'Remove the system prompt' },
      isGuess: true,
    },
  ]);
  check(
    systemPromptRule,
    schema,
    times(20, (index) => chat(index !== 4)),
    ['L-CHT-10 5'],
  );
  check(
    systemPromptRule,
    schema,
    times(20, (index) => chat(index % 2 === 0)),
    [],
  );
  check(
    systemPromptRule,
    schema,
    times(20, () => chat(true)),
    [],
  );
});

test('texts in another Unicode form than most are found and can be mended', () => {
  const rows = [
    ...times(9, () => ({ text: 'café', label: 'x' })),
    { text: 'cafe\u0301', label: 'x' },
  ];
  const found = check(unicodeFormRule, classification, rows, ['L-TXT-06 10']);
  assert.deepEqual(found[0]?.fixes?.(rows[9] ?? {})[0], {
    ...{ type: 'set-value', path: ['text'], value: 'café', title: 'Write in Unicode form C' },
  });
  check(unicodeFormRule, classification, rows.slice(9), []);
});

test('markup in few rows is stray, in many it is meant', () => {
  const marked = { text: 'See <b>this</b> &amp; that<br/>now', label: 'x' };
  const rows = [
    ...times(9, () => ({ text: 'a < b, List<String>, R&D; <NAME>', label: 'x' })),
    marked,
  ];
  const found = check(strayMarkupRule, classification, rows, ['L-TXT-07 10']);
  assert.equal(marked.text.slice(found[0]?.at.start, found[0]?.at.end), '<b>');
  const [fix] = found[0]?.fixes?.(marked) ?? [];
  assert.equal(fix?.type === 'set-value' ? fix.value : null, 'See this & that\nnow');
  check(strayMarkupRule, classification, [...rows.slice(8), marked, marked], []);
});

test('rows in another language are found', () => {
  const english = 'this is what we have been told about the house and the people who live there';
  const rows = (other: string): Values[] => [
    ...times(30, (index) => ({ text: `${english} ${index}`, label: 'x' })),
    { text: other, label: 'x' },
  ];
  const expectMessage = (other: string, message: RegExp): void => {
    const [found] = check(otherLanguageRule, classification, rows(other), ['L-TXT-12 31']);
    assert.match(found?.message ?? '', message);
    assert.deepEqual(found?.fixes?.({}), [deleteDoubtfulRow]);
  };
  expectMessage(
    'das ist ein Haus und wir haben es nicht für die Kinder gekauft',
    /in German; most rows are in English/,
  );
  expectMessage('это дом, который мы купили для детей в прошлом году', /in Cyrillic script/);
  expectMessage('今日は天気がとても良いので公園まで散歩に行きました', /in Japanese/);
  expectMessage('今天天气很好所以我们去公园散步然后回家', /in Chinese/);
  check(
    otherLanguageRule,
    classification,
    rows('for (let i = 0; i < rows.length; i += 1) total += rows[i]'),
    [],
  );
  check(otherLanguageRule, classification, rows('Müller, Schröder, Wagner GmbH'), []);
  const translated = times(30, () => ({
    source: english,
    target: 'das ist ein Haus und wir haben es nicht für die Kinder gekauft',
  }));
  check(otherLanguageRule, usualSchema('parallel'), translated, []);
});

test('targets that stop too early are found', () => {
  const sentence =
    'This answer is long enough to count as prose and ends as sentences do, with a stop behind the last of its words.';
  const whole = times(30, (index) => ({
    instruction: `q${index}`,
    output: `${sentence} Number ${index}.`,
  }));
  const cut = sentence.slice(0, 108);
  const schema = alpaca;
  check(unfinishedTextRule, schema, [...whole, { instruction: 'q', output: cut }], ['L-TXT-13 31']);
  check(
    unfinishedTextRule,
    schema,
    [...whole, { instruction: 'q', output: `${sentence}\n- an item` }],
    [],
  );
  check(
    unfinishedTextRule,
    schema,
    [...whole, { instruction: 'q', output: 'Try:\n```js\nlet x;' }],
    ['L-TXT-13 31'],
  );
  check(
    unfinishedTextRule,
    schema,
    [...whole, { instruction: 'q', output: 'Try:\n```js\nlet x;\n```' }],
    [],
  );
  // Many of exactly one length, none longer: cut, even where few targets end as sentences do.
  const capped = times(8, (index) => ({
    instruction: `q${index}`,
    output: `${index}${'word '.repeat(40)}`.slice(0, 180),
  }));
  const found = check(
    unfinishedTextRule,
    schema,
    capped.map((row) => ({ ...row, output: String(row.output).replace(/.$/, 'x') })),
    capped.map((_, index) => `L-TXT-13 ${index + 1}`),
  );
  assert.match(found[0]?.message ?? '', /at 180 characters, like 7 others/);
});

test('rows far longer than the others are found', () => {
  const rows = times(40, (index) => ({ text: prose(index, 10 + (index % 10)), label: 'x' }));
  check(
    lengthOutlierRule,
    classification,
    [...rows, { text: prose(99, 900), label: 'x' }],
    ['L-LEN-03 41'],
  );
  check(lengthOutlierRule, classification, [...rows, { text: prose(99, 30), label: 'x' }], []);
  const same = times(40, (index) => ({ text: prose(index, 10), label: 'x' }));
  check(lengthOutlierRule, classification, [...same, { text: prose(99, 12), label: 'x' }], []);
  // Where rows are alike and short, a longer sentence is none.
  const short = times(40, (index) => ({ text: prose(index, 6), label: 'x' }));
  const [sentence, several] = [31, 32].map((words) => ({ text: prose(99, words), label: 'x' }));
  assert.ok(sentence !== undefined && several !== undefined);
  check(lengthOutlierRule, classification, [...short, sentence], []);
  check(lengthOutlierRule, classification, [...short, several], ['L-LEN-03 41']);
});

test('rows that are longer than maxLength are no outliers beside it', () => {
  const rows = [...times(40, () => ({ tokens: 10 })), { tokens: 100 }, { tokens: 101 }];
  const none = { tokens: 0, trained: 1, trainedKept: 1, unknown: 0, words: 1 };
  const tokens: TokenCounter = {
    ...{ maxLength: 100, mostTokens: null },
    count: ({ values }) => ({ ...none, tokens: Number(values.tokens) }),
    mask: () => null,
  };
  const texts = rows.map((row) => ({ ...row, text: 'a', label: 'x' }));
  check(lengthOutlierRule, classification, texts, ['L-LEN-03 41'], { tokens });
});

test('one-sided preferences and feedback are found', () => {
  const pair = (index: number, longer: number): Values => ({
    ...{ prompt: 'p', chosen: 'x'.repeat(index % 100 < longer ? 9 : 3), rejected: 'xxxxx' },
  });
  const schema = usualSchema('preference');
  check(
    preferenceLengthRule,
    schema,
    times(100, (index) => pair(index, 70)),
    ['L-PRF-02 file'],
  );
  check(
    preferenceLengthRule,
    schema,
    times(100, (index) => pair(index, 30)),
    ['L-PRF-02 file'],
  );
  check(
    preferenceLengthRule,
    schema,
    times(100, (index) => pair(index, 60)),
    [],
  );
  check(
    preferenceLengthRule,
    schema,
    times(4, () => pair(0, 100)),
    [],
  );
  const feedback = (label: boolean): Values => ({ prompt: 'p', completion: 'c', label });
  check(
    oneSidedFeedbackRule,
    usualSchema('feedback'),
    times(40, (index) => feedback(index < 2)),
    ['L-PRF-03 file'],
  );
  check(
    oneSidedFeedbackRule,
    usualSchema('feedback'),
    times(40, (index) => feedback(index < 10)),
    [],
  );
});

test('few rows are said to be few', () => {
  check(
    datasetSizeRule,
    alpaca,
    times(49, (index) => ({ instruction: `q${index}`, output: 'a' })),
    ['L-SIZE-01 file'],
  );
  check(
    datasetSizeRule,
    alpaca,
    times(50, (index) => ({ instruction: `q${index}`, output: 'a' })),
    [],
  );
  const rows = (count: number): Values[] =>
    times(count, (index) => ({ text: 't', label: 'ab'[index % 2] ?? '' }));
  check(datasetSizeRule, classification, rows(19), ['L-SIZE-01 file']);
  check(datasetSizeRule, classification, rows(20), []);
  check(datasetSizeRule, classification, rows(20), ['L-SIZE-01 file'], {
    declaredLabels: ['a', 'b', 'c'],
  });
});

test('a label that depends on who a text is about is found', () => {
  const about = (who: string, label: string, count: number): Values[] =>
    times(count, (index) => ({ text: `${who} called about order ${index}`, label }));
  const biased = [
    ...about('she', 'bad', 80),
    ...about('she', 'good', 20),
    ...about('he', 'bad', 20),
    ...about('he', 'good', 80),
  ];
  const [found] = check(identityRule, classification, biased, [
    'L-FAIR-01 file < 121 122 123 124 125',
  ]);
  assert.match(
    found?.message ?? '',
    /"male".*"good" in 80 % of 100 cases.*"female" in 20 % of 100/,
  );
  assert.equal(axisOfFinding(found?.message ?? ''), 'gender');
  // The rows that make it so: "male" and "good", behind the hundred rows about women and the bad ones about men.
  assert.deepEqual(
    found?.related?.map(({ message }) => message),
    Array(5).fill('labelled "good", about "male"'),
  );
  const even = [
    ...about('she', 'bad', 50),
    ...about('she', 'good', 50),
    ...about('he', 'bad', 48),
    ...about('he', 'good', 52),
  ];
  check(identityRule, classification, even, []);
  // About one group only: compared with the rows about none.
  const only = [
    ...about('a gay man', 'bad', 40),
    ...about('someone', 'good', 100),
    ...about('someone', 'bad', 20),
  ];
  const ofOnly = findings(identityRule, contextOf(classification), only);
  assert.equal(ofOnly.length, 2);
  assert.deepEqual(
    ofOnly.map(({ related = [] }) => related.map(({ line }) => line)),
    // Both say that "good" goes with rows about nobody.
    Array(2).fill([41, 42, 43, 44, 45]),
  );
  check(
    identityRule,
    classification,
    [...about('black coffee', 'bad', 40), ...about('tea', 'good', 40)],
    [],
  );
});
