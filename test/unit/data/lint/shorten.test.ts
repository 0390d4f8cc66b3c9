import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endBefore, sentenceEnd, startAfter } from '../../../../src/data/lint/shorten/wordCuts';
import { seededRandom } from '../seededRandom';

const ends: readonly (readonly [string, number, string])[] = [
  ['one two three', 9, 'one two'],
  ['one two three', 7, 'one two'],
  ['one two three', 13, 'one two three'],
  ['one two three', 99, 'one two three'],
  ['onetwothree', 6, 'onetwo'],
  ['東京は日本の首都です', 6, '東京は日本の'],
  ['ab😀cd', 3, 'ab'],
];

for (const [text, limit, kept] of ends)
  test(`"${text}" ends before ${limit} as "${kept}"`, () => {
    assert.equal(text.slice(0, endBefore(text, limit)), kept);
  });

const starts: readonly (readonly [string, number, string])[] = [
  ['one two three', 5, 'three'],
  ['one two three', 4, 'two three'],
  ['one two three', 0, 'one two three'],
  ['東京は日本の首都です', 4, '日本の首都です'],
];

for (const [text, limit, kept] of starts)
  test(`"${text}" without its first ${limit} is "${kept}"`, () => {
    const rest = text.slice(startAfter(text, limit));
    assert.ok(rest.length <= text.length - limit, rest);
    assert.ok(kept.endsWith(rest) && rest !== '', rest);
  });

const sentences: readonly (readonly [string, string | null])[] = [
  ['One. Two three', 'One.'],
  ['Said "One." Two', 'Said "One."'],
  ['One two', null],
  ['One\nTwo', 'One'],
  ['一。二', '一。'],
  ['Version 1.5 of it', null],
];

for (const [text, first] of sentences)
  test(`the last sentence of "${text}" that ends is "${first ?? 'none'}"`, () => {
    const end = sentenceEnd(text, 0, text.length);
    assert.equal(end === null ? null : text.slice(0, end), first);
  });

test('cuts stay within the text, leave characters whole and go the right way', () => {
  for (let seed = 0; seed < 3_000; seed += 1) {
    const random = seededRandom(seed);
    const count = random.below(30);
    const text = Array.from({ length: count }, () => random.pick([' ', 'a', '.', '😀', '京'])).join(
      '',
    );
    const limit = random.below(text.length + 3);
    const [end, start] = [endBefore(text, limit), startAfter(text, limit)];
    const about = `seed ${seed}: ${JSON.stringify(text)} at ${limit}`;
    assert.ok(end >= 0 && end <= Math.max(0, Math.min(limit, text.length)), about);
    assert.ok(start >= Math.min(limit, text.length) && start <= text.length, about);
    for (const at of [end, start]) assert.ok(!/^[\uDC00-\uDFFF]/.test(text.slice(at)), about);
  }
});
