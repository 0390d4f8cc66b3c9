import assert from 'node:assert/strict';
import { test } from 'node:test';
import { groupsIn, identityGroups } from '../../../../src/data/identity/findGroups';
import { identityAxes } from '../../../../src/data/identity/identityTerms';
import { swapAxes } from '../../../../src/data/swap/swapAxes';
import { swapAxisNames } from '../../../../src/data/swap/swapAxis';
import type { SwapAxisName } from '../../../../src/data/swap/swapAxis';
import type { SwapEntry } from '../../../../src/data/swap/swapTable';
import { swapTable } from '../../../../src/data/swap/swapTable';
import { findTerms, swapTerms, swapText } from '../../../../src/data/swap/swapText';
import { seededRandom } from '../seededRandom';
import type { SeededRandom } from '../seededRandom';

test('every word of an axis has one place, and every line a word for each group', () => {
  for (const axis of swapAxisNames) {
    const seen = new Set<string>();
    const { entries } = swapTable(axis);
    const groups = swapAxes[axis].groups.length;
    for (const { words, concept, isSynonym } of [...entries.values()].flat()) {
      const key = `${words.join(' ')} ${concept.use}`;
      assert.ok(!seen.has(key), `${axis}: ${key} stands twice`);
      seen.add(key);
      if (isSynonym) continue;
      assert.equal(concept.byGroup.length, groups, `${axis}: ${words.join(' ')}`);
      for (const other of concept.byGroup)
        if (other !== null) assert.equal(other.length, words.length, `${axis}: ${key}`);
    }
    assert.ok(seen.size > 0);
  }
});

test('lists of swaps and of identity terms put no word into different groups', () => {
  for (const { name, groups } of identityAxes) {
    const axis = swapAxisNames.find((each) => each === name);
    if (axis === undefined) continue;
    const known = new Map(identityGroups.map((group, at) => [at, group]));
    for (const { words, group } of [...swapTable(axis).entries.values()].flat()) {
      const own = swapAxes[axis].groups[group] ?? '';
      if (!(own in groups)) continue;
      const named = groupsIn(`${words.join(' ')} people`)
        .map((at) => known.get(at))
        .filter((each) => each?.axis === name)
        .map((each) => each?.name);
      assert.ok(
        named.length === 0 || named.includes(own),
        `${name}: ${words.join(' ')} is ${own} here and ${named.join()} there`,
      );
    }
  }
});

/** Pronouns whose kind the next word tells are tested on sentences: the rest must come back whatever stands around it. */
const resolved = new Set(['object', 'determiner', 'possessive', 'noun', 'adjective']);

const fillers =
  'person people the a an A AN An is was very and of in with to said saw book Film NASA old-time 18 years old . , ! ? " \' - / ( ) @home http://a.b/c `code` <b> {x} # 漢字 😀 é \ud800 \n\n \t'.split(
    ' ',
  );

function someTerm(random: SeededRandom, entries: readonly SwapEntry[]): string {
  const { words, concept } = random.pick(entries);
  const behind = concept.use === 'people' ? ' people' : concept.use === 'years' ? '-year-old' : '';
  return words.join(' ') + (random.chance(0.7) ? behind : '');
}

function someText(random: SeededRandom, axis: SwapAxisName): string {
  const all = [...swapTable(axis).entries.values()].flat();
  const certain = all.filter(({ concept, isSynonym }) => !isSynonym && !resolved.has(concept.use));
  const pieces = Array.from({ length: 1 + random.below(14) }, () => {
    const piece = random.chance(0.5) ? someTerm(random, certain) : random.pick(fillers);
    switch (random.below(5)) {
      case 0:
        return piece.toUpperCase();
      case 1:
        return piece.slice(0, 1).toUpperCase() + piece.slice(1);
      default:
        return piece;
    }
  });
  return pieces
    .map((piece) => piece + random.pick([' ', ' ', ' ', '', '-', ', ', "'s ", '\n']))
    .join('');
}

test('swapping there and back gives the text back', () => {
  for (const axis of swapAxisNames) {
    const groups = swapAxes[axis].groups.length;
    let swaps = 0;
    for (let seed = 0; seed < 1_500; seed += 1) {
      const random = seededRandom(seed);
      const text = someText(random, axis);
      const shift = 1 + random.below(groups - 1);
      const terms = findTerms(text, axis)?.terms ?? [];
      // What the context makes one of two kinds is tested on sentences.
      if (terms.some(({ entry }) => entry.isSynonym || resolved.has(entry.concept.use))) continue;
      const there = swapText(text, axis, shift);
      if (there === null) continue;
      swaps += 1;
      assert.notEqual(there.text, text, `${axis}, seed ${seed}`);
      const back = swapText(there.text, axis, groups - shift);
      assert.equal(back?.text, text, `${axis}, seed ${seed}, by way of ${there.text}`);
      assert.deepEqual([back.before, back.after], [there.after, there.before]);
    }
    assert.ok(swaps > 100, `${axis}: ${swaps} swaps`);
  }
});

test('no text makes it fail, and what is not marked stays', () => {
  const alphabet = [
    ...Array.from("he HER`<>{}@#/.:\\-_'’\n\u0000\ud800漢😀İ"),
    'man ',
    'his ',
    'www.',
    'http://',
  ];
  for (let seed = 0; seed < 3_000; seed += 1) {
    const random = seededRandom(seed);
    const text = Array.from({ length: random.below(30) }, () => random.pick(alphabet)).join('');
    const found = findTerms(text, 'gender');
    const swapped = found === null ? null : swapTerms(found, 1);
    if (swapped === null) continue;
    const outside = (whole: string, spans: readonly { start: number; end: number }[]): string[] =>
      [...spans, { start: whole.length, end: whole.length }].map(({ start }, at) =>
        whole.slice(spans[at - 1]?.end ?? 0, start),
      );
    assert.deepEqual(
      outside(text, swapped.before),
      outside(swapped.text, swapped.after),
      `seed ${seed}`,
    );
  }
});

test('long texts cost time in proportion to their length', () => {
  const timeOf = (repeats: number): number => {
    const text = 'he `x` <b>her</b> {y} ```` `he` @she www.a/ `` '.repeat(repeats);
    const before = process.cpuUsage().user;
    swapText(text, 'gender');
    return process.cpuUsage().user - before;
  };
  timeOf(1_000);
  const [short, long] = [timeOf(5_000), timeOf(50_000)];
  // note: ten times the length; a quadratic cost would be a hundred times.
  assert.ok(long < 40 * short, `${short} and ${long} microseconds`);
});
