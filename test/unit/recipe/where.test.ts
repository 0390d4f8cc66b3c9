import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ExactNumber } from '../../../src/recipe/rows/exactNumber';
import { checkWhere } from '../../../src/recipe/where/check';
import { compileWhere, WrongKind } from '../../../src/recipe/where/evaluate';
import { parseWhere } from '../../../src/recipe/where/parse';
import { seededRandom } from '../data/seededRandom';

const row = {
  text: 'Grüße, World 😀',
  label: 'ham',
  stars: 4,
  cell: '4.5',
  isNew: true,
  tags: ['a', 'b', 'a'],
  empty: null,
  id: new ExactNumber('12345678901234567890'),
  meta: { source: 'web', 'my key': 1 },
  'dotted.name': 'yes',
  messages: [
    { role: 'user', content: 'hi' },
    { role: 'assistant', content: 'hello' },
  ],
};

/** Expression and whether the row above is kept. */
const kept: Readonly<Record<string, boolean>> = {
  "length(text) < 2000 && label != 'spam'": true,
  'length(text) == 14': true, // the emoji counts once
  'words(text) = 3': true,
  "label == 'ham' and stars > 3": true,
  "label <> 'ham' or stars >= 4": true,
  "not label == 'spam'": true,
  "!(label == 'ham')": false,
  "label in ('spam', 'ham')": true,
  "label not in ['spam', 'ham']": false,
  'stars + 1 * 2 == 6': true,
  '(stars + 1) * 2 == 10': true,
  '-stars < 0 and 7 % 4 == 3 and 1 / 4 == .25 and 2e1 == 20': true,
  'stars / 0 > 1': false, // null, so not kept
  'not (stars / 0 > 1)': false, // still null
  'empty is null and label is not null': true,
  'empty == null and label != null': true,
  'empty > 1 or stars > 1': true, // null or true
  'empty > 1 and stars > 1': false,
  "empty != 'a'": true,
  'coalesce(empty, stars) == 4': true,
  "lower(label) == 'ham' and upper(label) == 'HAM' and trim('  a ') == 'a'": true,
  "contains(text, 'World') and starts(text, 'Gr') and ends(text, '😀')": true,
  "contains(tags, 'b') and count(tags, 'a') == 2 and length(tags) == 3": true,
  "count(text, 'r') == 2": true,
  "matches(text, '(?i)^grüße,\\\\s+w')": true,
  "matches(text, 'w\\d')": false,
  'number(cell) == 4.5 and number(label) is null': true,
  "type(text) == 'text' and type(tags) == 'list' and type(empty) == 'null'": true,
  "meta.source == 'web' and meta.`my key` == 1": true,
  "`dotted.name` == 'yes' and dotted.name == 'yes'": true,
  "messages[0].role == 'user' and messages[-1].role == 'assistant'": true,
  'messages[7].role is null': true,
  'id > 12345678901234000000': true,
  isNew: true,
  'not isNew or isNew': true,
  '"ham" == label': true,
  "'it''s' == \"it's\"": true,
  'TRUE AND NOT FALSE': true,
};

test('an expression keeps the rows it is true for', () => {
  for (const [text, expected] of Object.entries(kept)) {
    const { expression, problem } = parseWhere(text);
    assert.equal(problem, null, `${text}: ${problem?.message}`);
    assert.ok(expression);
    assert.equal(checkWhere(expression, [row]), null, text);
    assert.equal(compileWhere(expression)(row), expected, text);
  }
});

/** Expression, the characters that are wrong, and what is said. */
const refused: readonly (readonly [string, string, RegExp])[] = [
  ['lable == 1', 'lable', /no column "lable".*Did you mean label\?/],
  ['meta.sorce == 1', 'meta.sorce', /Did you mean meta\.source\?/],
  ['label = ham', 'ham', /no column "ham".*text stands in quotes: 'ham'/],
  ['len(text) > 1', 'len', /no function "len".*Did you mean "length"/],
  ['lenght(text) > 1', 'lenght', /Did you mean "length"/],
  ['length(stars) > 1', 'stars', /length\(\) needs text or list; this is number/],
  ['cell > 3', 'cell > 3', /text is compared with number.*number\(cell\)/],
  ['cell + 1 > 3', 'cell', /\+ needs number; this is text.*number\(cell\)/],
  ['stars and isNew', 'stars', /and needs true or false; this is number/],
  ["stars == 'x'", "stars == 'x'", /never the same/],
  ['length(text)', 'length(text)', /This is number, not a condition/],
  ['stars >', '', /ends too early/],
  ['stars > 1 stars', 'stars', /Join two conditions with and, or/],
  ['1 < stars < 3', '<', /cannot be chained/],
  ['(stars > 1', '', /Put \) here to close/],
  ["label == 'ham", "'ham", /not closed/],
  ['label === 1', '=', /"=" stands in the wrong place/],
  ['stars & 1', '&', /Write &&/],
  ["matches(text, '(a')", "'(a'", /pattern is not understood/],
  ["matches(text, 'a(?=b)')", "'a(?=b)'", /no lookahead/],
  ['matches(text, label)', 'label', /must be a text in quotes/],
  ['length() > 1', 'length()', /takes 1 parameter/],
  ['stars is 3', '3', /null, or not null/],
  ['constructor', 'constructor', /no column "constructor"/],
  ['toString() == 1', 'toString', /no function "tostring"/],
];

test('a mistake is told at its characters', () => {
  for (const [text, place, says] of refused) {
    const { expression, problem } = parseWhere(text);
    const found = problem ?? checkWhere(expression, [row]);
    assert.ok(found, text);
    assert.match(`${found.message} ${found.next}`, says, text);
    if (place !== '') assert.equal(text.slice(found.start, found.end), place, text);
  }
});

test('a value of another kind than its function needs is told, unless the expression asks first', () => {
  const compile = (text: string): ((values: typeof odd) => boolean) => {
    const { expression } = parseWhere(text);
    assert.ok(expression);
    return compileWhere(expression);
  };
  const odd = { text: 5 };
  assert.throws(() => compile('length(text) > 1')(odd), WrongKind);
  assert.equal(compile("type(text) == 'text' and length(text) > 1")(odd), false);
  assert.equal(compile("type(text) != 'text' or length(text) > 1")(odd), true);
});

test('a pattern takes time in proportion to the text', () => {
  const { expression } = parseWhere("matches(text, '(a+)+$')");
  assert.ok(expression);
  const keeps = compileWhere(expression);
  const started = performance.now();
  assert.equal(keeps({ text: `${'a'.repeat(50_000)}!` }), false);
  assert.ok(performance.now() - started < 5_000);
});

test('deep and long expressions are refused or read, never a crash', () => {
  for (const text of [
    '('.repeat(5_000),
    `${'('.repeat(5_000)}1${')'.repeat(4_000)}`,
    'not '.repeat(2_000),
    '-'.repeat(9_000),
    `a${'+1'.repeat(4_000)} > 1`,
    `${'coalesce(a,'.repeat(90)}a${')'.repeat(90)} is null`,
    'a.'.repeat(4_000),
  ]) {
    const { expression } = parseWhere(text);
    if (expression !== null) compileWhere(expression)({ a: 1 });
    if (expression !== null) checkWhere(expression, [{ a: 1 }]);
  }
});

test('any text is read or refused at a place inside it', () => {
  const seed = 20_261_126;
  const random = seededRandom(seed);
  const words = [
    ...['a', 'b.c', "'x'", '1', '(', ')', ',', 'and', 'or', 'not', 'in', 'is', 'null', '==', '<'],
    ...['length', 'matches', '[', ']', '-', '+', '*', '`q`', '"', '\\', '😀', '&', '||', '.', ' '],
  ];
  for (let round = 0; round < 3_000; round += 1) {
    const text = Array.from({ length: random.below(12) }, () => random.pick(words)).join(
      random.chance(0.5) ? ' ' : '',
    );
    const { problem } = parseWhere(text);
    if (problem === null) continue;
    assert.ok(problem.start >= 0 && problem.start <= text.length, `${text} (seed ${seed})`);
    assert.ok(problem.end >= problem.start && problem.end <= text.length + 1, `${text} (${seed})`);
    assert.ok(problem.message !== '' && problem.next !== '', text);
  }
});
