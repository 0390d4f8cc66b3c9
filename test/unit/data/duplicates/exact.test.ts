import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HashIndex } from '../../../../src/data/duplicates/hashIndex';
import { normalise } from '../../../../src/data/duplicates/normalise';
import { seededRandom } from '../seededRandom';

function check(text: string, expected: string): void {
  assert.equal(normalise(text), expected);
}

test('case, whitespace and Unicode form make no difference', () => {
  check('  The\tQUICK \n fox ', 'the quick fox');
  check('Straße STRASSE ẞ', 'strasse strasse ss');
  check('ΣΊΣΥΦΟΣ', 'σίσυφοσ');
  check('ﬁne ① Ａ', 'fine 1 a');
  check('Cafe\u0301', 'café');
  check('İı I', 'i̇ı i');
  check('\u00a0\u3000x\ufeff', 'x');
  check('', '');
});

test('an index finds the texts it was given and no other', () => {
  for (let seed = 0; seed < 20; seed += 1) {
    const random = seededRandom(seed);
    const index = new HashIndex();
    const numbers = new Map<string, number>();
    for (let step = 0; step < 6_000; step += 1) {
      const text = `text ${random.below(4_000)}`;
      const known = numbers.get(text);
      assert.equal(index.add(text), known ?? -1, `seed ${seed}: ${text}`);
      if (known === undefined) numbers.set(text, numbers.size);
    }
    assert.equal(index.size, numbers.size);
    for (const [text, number] of numbers) assert.equal(index.find(text), number);
    assert.equal(index.find('another'), -1);
  }
});
