import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bandingFor, type Banding } from '../../../../src/data/duplicates/minHash';
import { NearDuplicates } from '../../../../src/data/duplicates/nearDuplicates';
import { shinglesOf } from '../../../../src/data/duplicates/shingles';
import { seededRandom, type SeededRandom } from '../seededRandom';

/** The probability that two sets of this similarity become candidates. */
function candidateProbability(similarity: number, { bands, rows }: Banding): number {
  return 1 - (1 - similarity ** rows) ** bands;
}

/** The clusters of some texts: for each text the first of its cluster. */
function clustersOf(texts: readonly string[], groups: readonly number[] = []): number[] {
  const search = new NearDuplicates(0.8);
  for (const [item, text] of texts.entries()) search.add(shinglesOf([text]), groups[item] ?? 0);
  const clusters = texts.map((_, item) => item);
  for (const { item, kept } of search.duplicates()) clusters[item] = kept;
  return clusters;
}

/** Jaccard similarity of word-5-grams, straight from the definition. */
function jaccard(a: string, b: string): number {
  const grams = (text: string): Set<string> => {
    const words = text.split(' ');
    const starts = Array.from({ length: Math.max(1, words.length - 4) }, (_, start) => start);
    return new Set(starts.map((start) => words.slice(start, start + 5).join(' ')));
  };
  const [left, right] = [grams(a), grams(b)];
  const shared = [...left].filter((gram) => right.has(gram)).length;
  return shared / (left.size + right.size - shared);
}

const counting = Array.from({ length: 40 }, (_, index) => `word${index}`);

function check(name: string, texts: readonly string[], expected: readonly number[]): void {
  assert.deepEqual(clustersOf(texts), expected, name);
}

test('near duplicates join the first of their cluster', () => {
  const long = counting.join(' ');
  // 40 words are 36 shingles. Another last word changes 1 of them: 35 of 37; another middle word 5: 31 of 41.
  check('other last word', [long, long.replace('word39', 'x')], [0, 0]);
  check('other middle word', [long, long.replace('word20', 'x')], [0, 1]);
  // 4 words more are 4 shingles more: 36 of 40. 9 more: exactly 36 of 45 = 0.8. 10 more: 36 of 46.
  const more = (count: number): string =>
    `${long} ${counting.slice(0, count).join(' ').replaceAll('word', 'more')}`;
  check('0.9', [long, more(4)], [0, 0]);
  check('exactly 0.8', [long, more(9)], [0, 0]);
  check('below 0.8', [long, more(10)], [0, 1]);
  check('case and punctuation', ['Good, movie!', 'good movie', 'bad movie'], [0, 0, 2]);
  check('no words', ['', '!', '?'], [0, 1, 2]);
  check('joined by a third', [long, more(15), more(7)], [0, 0, 0]);
});

test('characters are words where a script does not separate words', () => {
  const text = '今日は天気がとても良いので公園まで散歩に行きましたそして友達に会いました';
  check('one character more', [text, `${text}ね`], [0, 0]);
  check('another sentence', [text, '昨日は雨が降っていたので家で本を読んでいました'], [0, 1]);
  const thai = 'วันนี้อากาศดีมากเราจึงไปเดินเล่นที่สวนสาธารณะ';
  check('Thai', [thai, `${thai}ๆ`], [0, 0]);
});

test('groups are kept apart', () => {
  const text = counting.join(' ');
  assert.deepEqual(clustersOf([text, text, text], [1, 2, 1]), [0, 1, 0]);
});

test('the banding finds what it promises', () => {
  for (const threshold of [0.5, 0.6, 0.7, 0.8, 0.9, 0.95]) {
    const banding = bandingFor(threshold);
    assert.ok(banding.bands * banding.rows <= 128);
    assert.ok(candidateProbability(threshold, banding) >= 0.995, `at ${threshold}`);
  }
  // Published for 14 bands of 8 rows.
  const published = { bands: 14, rows: 8 };
  for (const [similarity, probability] of [
    [0.7, 0.5645040423914174],
    [0.8, 0.9235475586325811],
    [0.9, 0.9996221997318117],
  ] as const) {
    assert.ok(Math.abs(candidateProbability(similarity, published) - probability) < 1e-12);
  }
});

function someWords(random: SeededRandom, count: number): string[] {
  return Array.from({ length: count }, () => `w${random.below(5_000)}`);
}

test('of planted pairs at or above 0.8 at least 95 % are found, and nothing below', () => {
  let [planted, found] = [0, 0];
  for (let seed = 0; seed < 60; seed += 1) {
    const random = seededRandom(seed);
    const texts: string[] = [];
    for (let pair = 0; pair < 20; pair += 1) {
      const words = someWords(random, 20 + random.below(180));
      // A few words changed, so that many pairs stand just above and just below the threshold.
      const changed = words.map((word) =>
        random.chance(0.025) ? `x${random.below(5_000)}` : word,
      );
      texts.push(words.join(' '), changed.join(' '));
    }
    const clusters = clustersOf(texts);
    for (let at = 0; at < texts.length; at += 2) {
      const similarity = jaccard(texts[at] ?? '', texts[at + 1] ?? '');
      const isFound = clusters[at + 1] === at;
      if (similarity >= 0.8) planted += 1;
      if (similarity >= 0.8 && isFound) found += 1;
      if (similarity < 0.8) assert.ok(!isFound, `seed ${seed}: ${similarity}`);
    }
  }
  assert.ok(planted > 300, `only ${planted} pairs reach the threshold`);
  assert.ok(found / planted >= 0.99, `${found} of ${planted}`);
});

test('clusters do not depend on the order of the rows', () => {
  let duplicated = 0;
  for (let seed = 0; seed < 40; seed += 1) {
    const random = seededRandom(seed);
    const texts = Array.from({ length: 12 }, () => someWords(random, 60));
    for (const words of texts.slice(0, 6)) {
      for (let copies = random.below(4); copies > 0; copies -= 1) {
        texts.push(words.map((word) => (random.chance(0.01) ? 'changed' : word)));
      }
    }
    const order = texts.map((_, item) => item).sort(() => random.next() - 0.5);
    const joined = texts.map((words) => words.join(' '));
    /** For each text the smallest of its cluster, whatever the order they were added in. */
    const members = (items: readonly number[]): number[] => {
      const clusters = clustersOf(items.map((item) => joined[item] ?? ''));
      const smallest = new Map<number, number>();
      for (const [at, item] of items.entries()) {
        const first = clusters[at] ?? 0;
        smallest.set(first, Math.min(item, smallest.get(first) ?? item));
      }
      return joined.map((_, item) => smallest.get(clusters[items.indexOf(item)] ?? 0) ?? -1);
    };
    const inOrder = members(texts.map((_, item) => item));
    if (texts.length > 12) duplicated += 1;
    assert.ok(inOrder.every((first, item) => first <= item));
    assert.deepEqual(members(order), inOrder, `seed ${seed}`);
  }
  assert.ok(duplicated > 30);
});

test('a large cluster costs no more than its size', () => {
  const search = new NearDuplicates(0.8);
  const started = process.cpuUsage().user;
  for (let item = 0; item < 20_000; item += 1)
    search.add(shinglesOf([`${counting.join(' ')} ${item}`]), 0);
  assert.equal([...search.duplicates()].length, 19_999);
  const seconds = (process.cpuUsage().user - started) / 1e6;
  assert.ok(seconds < 20, `${seconds} s`);
});
