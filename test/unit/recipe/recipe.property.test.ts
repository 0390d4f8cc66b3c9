import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { loadRecipe } from '../../../src/recipe/loadRecipe';
import { runRecipe } from '../../../src/recipe/runRecipe';
import { seededRandom } from '../data/seededRandom';
import type { SeededRandom } from '../data/seededRandom';
import { temporaryFolder } from '../data/temporaryFolder';

const { folder: root } = temporaryFolder();

async function run(
  input: string,
  steps: readonly unknown[],
  names: { readonly input: string; readonly output: string; readonly seed?: number },
): Promise<(name: string) => string> {
  const folder = mkdtempSync(path.join(root, 'run-'));
  writeFileSync(path.join(folder, names.input), input);
  const file = path.join(folder, 'a.recipe.json');
  writeFileSync(file, JSON.stringify({ seed: 1, ...names, steps }));
  await runRecipe(await loadRecipe(file));
  return (name) => {
    const place = path.join(folder, name);
    return existsSync(place) ? readFileSync(place, 'utf8') : '';
  };
}

const alphabet = [
  ...['a', 'B', ' ', '"', "'", ',', ';', '|', '\t', '\\', '{', '}', '[', ']', ':', '<b>', '&amp;'],
  ...[
    'é',
    'e\u0301',
    '漢',
    '😀',
    '\ud800',
    '\u0000',
    '\u2028',
    '\ufeff',
    '\u00a0',
    'Ã©',
    '__proto__',
  ],
];

function someText(random: SeededRandom, letters: readonly string[] = alphabet): string {
  return Array.from({ length: random.below(12) }, () => random.pick(letters)).join('');
}

function someValue(random: SeededRandom, depth: number): string {
  switch (random.below(depth > 3 ? 5 : 8)) {
    case 0:
      return random.pick(['null', 'true', 'false']);
    case 1:
      return random.pick([
        '0',
        '-1',
        '1.5',
        '1e+21',
        '12345678901234567890',
        '1e400',
        '0.1000000000000000055511',
      ]);
    case 2:
    case 3:
    case 4:
      return JSON.stringify(someText(random));
    case 5:
      return `[${Array.from({ length: random.below(3) }, () => someValue(random, depth + 1)).join(',')}]`;
    default:
      return someObject(random, depth + 1);
  }
}

function someObject(random: SeededRandom, depth: number): string {
  const keys = new Set(Array.from({ length: random.below(4) }, () => someText(random)));
  // note: a key that is a whole number comes first in every JavaScript object; order is no part of JSON.
  const entries = [...keys].map((key) => `${JSON.stringify(key)}:${someValue(random, depth)}`);
  return `{${entries.join(',')}}`;
}

test('reading any rows and writing them back keeps every row, put aside or not', async () => {
  for (let seed = 1; seed <= 25; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 1 + random.below(40) }, () => someObject(random, 0));
    const text = rows.map((row) => `${row}\n`).join('');
    const plain = await run(text, [], { input: 'a.jsonl', output: 'b.jsonl' });
    assert.equal(plain('b.jsonl'), text, `seed ${seed}`);
    const aside = await run(text, [{ type: 'sample', share: 1 }], {
      input: 'a.jsonl',
      output: 'b.json',
    });
    const again = await run(aside('b.json'), [], { input: 'b.json', output: 'c.jsonl' });
    assert.equal(again('c.jsonl'), text, `seed ${seed}`);
  }
});

test('any table written as CSV is read back cell by cell', async () => {
  const letters = [
    ...alphabet.filter((letter) => letter !== '\ud800' && letter !== '\u0000'),
    '\n',
    '\r\n',
    '\r',
  ];
  for (let seed = 1; seed <= 25; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 1 + random.below(30) }, () => ({
      text: someText(random, letters),
      label: random.pick(['x', 'y']),
      'odd;name': someText(random, letters),
    }));
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const csv = await run(text, [], { input: 'a.jsonl', output: 'b.csv' });
    const again = await run(csv('b.csv'), [], { input: 'b.csv', output: 'c.jsonl' });
    assert.equal(again('c.jsonl'), text, `seed ${seed}`);
  }
});

interface SplitRow {
  readonly id: number;
  readonly text: string;
  readonly label: string;
  readonly user: string;
}

const partNames = ['train', 'validation', 'test'] as const;

async function split(
  rows: readonly SplitRow[],
  step: Readonly<Record<string, unknown>>,
  seed: number,
): Promise<{ readonly parts: readonly (readonly SplitRow[])[]; readonly bytes: string }> {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const read = await run(text, [{ type: 'split', ...step }], {
    input: 'a.jsonl',
    output: 'b.jsonl',
    seed,
  });
  const files = partNames.map((part) => read(`b.${part}.jsonl`));
  const parts = files.map((file) =>
    file
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as SplitRow),
  );
  return { parts, bytes: files.join('\0') };
}

test('the parts of a split hold every row once, strata keep their share to the row', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = seededRandom(seed);
    const labels = ['a', 'b', 'c', 'd'].slice(0, 1 + random.below(4));
    const rows = Array.from({ length: 60 + random.below(200) }, (_, id) => ({
      id,
      text: `text ${id}`,
      label: random.pick(labels),
      user: '',
    }));
    const step = { validation: 0.1, test: 0.2, stratify: 'label' };
    const { parts, bytes } = await split(rows, step, seed);
    const ids = parts.flat().map(({ id }) => id);
    assert.deepEqual(
      ids.toSorted((a, b) => a - b),
      rows.map(({ id }) => id),
      `seed ${seed}`,
    );
    for (const part of parts) {
      const order = part.map(({ id }) => id);
      assert.deepEqual(
        order,
        order.toSorted((a, b) => a - b),
      );
    }
    for (const label of labels) {
      const all = rows.filter((row) => row.label === label).length;
      for (const [index, share] of [0.7, 0.1, 0.2].entries()) {
        const got = parts[index]?.filter((row) => row.label === label).length ?? 0;
        // Train takes what rounding leaves in both others.
        const most = index === 0 ? 2 : 1;
        assert.ok(Math.abs(got - all * share) <= most, `${label}: ${got} of ${all} (seed ${seed})`);
      }
    }
    assert.equal((await split(rows, step, seed)).bytes, bytes, 'same seed, same bytes');
    assert.notEqual(
      (await split(rows, step, seed + 100)).bytes,
      bytes,
      'another seed, another split',
    );
  }
});

test('groups and texts never stand in two parts', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 300 }, (_, id) => {
      const text = random.chance(0.3) ? `shared ${random.below(40)}` : `text ${id}`;
      return {
        id,
        text: random.chance(0.5) ? text.toUpperCase() : `${text}  `,
        label: random.pick(['a', 'b']),
        user: random.chance(0.2) ? '' : `user ${random.below(60)}`,
      };
    });
    const { parts } = await split(rows, { validation: 0.15, test: 0.15, group: 'user' }, seed);
    assert.equal(parts.flat().length, rows.length);
    for (const keyOf of [
      ({ user }: SplitRow) => user,
      ({ text }: SplitRow) => text.trim().toLowerCase(),
    ]) {
      const seen = new Map<string, number>();
      for (const [index, part] of parts.entries()) {
        for (const row of part) {
          const key = keyOf(row);
          if (key === '') continue;
          const other = seen.get(key);
          assert.ok(other === undefined || other === index, `"${key}" crosses (seed ${seed})`);
          seen.set(key, index);
        }
      }
    }
  }
});

test('balance makes all labels equally frequent, and samples keep the parts of a split', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const random = seededRandom(seed);
    const rows = Array.from({ length: 200 }, (_, id) => ({
      id,
      text: `text ${id}`,
      label: random.chance(0.8) ? 'many' : random.chance(0.5) ? 'few' : 'fewer',
    }));
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const sizes = (file: string): number[] =>
      ['many', 'few', 'fewer'].map((label) => file.split(`"label":"${label}"`).length - 1);
    const of = (label: string): number => rows.filter((row) => row.label === label).length;
    const names = { input: 'a.jsonl', output: 'b.jsonl', seed };
    const under = await run(text, [{ type: 'balance' }], names);
    const least = Math.min(of('many'), of('few'), of('fewer'));
    assert.deepEqual(sizes(under('b.jsonl')), [least, least, least], `seed ${seed}`);
    const over = await run(text, [{ type: 'balance', method: 'oversample' }], names);
    const most = of('many');
    assert.deepEqual(sizes(over('b.jsonl')), [most, most, most], `seed ${seed}`);
    for (const { id } of rows) assert.ok(over('b.jsonl').includes(`{"id":${id},`));
    const steps = [
      { type: 'split', validation: 0.2, test: 0.1 },
      { type: 'sample', rows: 50 },
      { type: 'shuffle' },
    ];
    const sampled = await run(text, steps, names);
    assert.deepEqual(
      partNames.map((part) => sampled(`b.${part}.jsonl`).split('\n').length - 1),
      [35, 10, 5],
    );
  }
});

test('balance reaches the stated shares, dropping or repeating no more rows than that takes', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const random = seededRandom(seed);
    const shares = { red: 1 + random.below(49), blue: 1 + random.below(49), gray: 0 };
    shares.gray = 100 - shares.red - shares.blue;
    const names = ['red', 'blue', 'gray'] as const;
    if (shares.gray <= 0) continue;
    const rows = Array.from({ length: 300 }, (_, id) => ({
      id,
      team: id < 3 ? names[id]! : random.chance(0.7) ? 'red' : random.chance(0.5) ? 'blue' : 'gray',
    }));
    const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    const sizesIn = (file: string): number[] =>
      names.map((team) => file.split(`"team":"${team}"`).length - 1);
    const had = sizesIn(text);
    for (const method of ['undersample', 'oversample'] as const) {
      const steps = [{ type: 'balance', by: 'team', method, shares }];
      const file = (await run(text, steps, { input: 'a.jsonl', output: 'b.jsonl', seed }))(
        'b.jsonl',
      );
      const sizes = sizesIn(file);
      const total = sizes.reduce((sum, size) => sum + size, 0);
      const what = `seed ${seed}, ${method}: ${sizes.join()} of ${had.join()}`;
      for (const [at, name] of names.entries())
        assert.ok(Math.abs(sizes[at]! - (total * shares[name]) / 100) <= 1.01, what);
      const ratios = names.map((name, at) => (had[at]! * 100) / shares[name]);
      const limit = method === 'undersample' ? Math.min(...ratios) : Math.max(...ratios);
      assert.ok(Math.abs(total - limit) <= 2, what);
      if (method === 'oversample')
        for (const { id } of rows) assert.ok(file.includes(`{"id":${id},`), what);
    }
  }
});
