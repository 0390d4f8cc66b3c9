import assert from 'node:assert/strict';
import { test } from 'node:test';
import { spanLocator } from '../../../../../src/data/lint/place/locate';
import { placeAt, placeFinder } from '../../../../../src/data/lint/place/placeFinder';
import type { RowSyntax } from '../../../../../src/data/lint/place/rowText';
import type { Span } from '../../../../../src/data/lint/rule';
import { seededRandom } from '../../seededRandom';
import { temporaryFolder } from '../../temporaryFolder';
import { findingsOf } from '../lintText';

const { write } = temporaryFolder();

const json: RowSyntax = { type: 'json' };
const csv: RowSyntax = { type: 'table', format: 'csv', delimiter: ',', columns: ['a', 'b'] };

/** Spans asked for one after the other stand where each stands when asked for alone. */
function check(raw: string, syntax: RowSyntax, paths: readonly Span['path'][], seed: number): void {
  const { below, pick } = seededRandom(seed);
  const [locate, place] = [spanLocator(raw, syntax), placeFinder(raw, { line: 3, column: 5 })];
  for (let turn = 0; turn < 300; turn += 1) {
    const start = below(12);
    const span: Span = {
      path: pick(paths),
      ...(below(4) === 0 ? {} : { start, ...(below(4) === 0 ? {} : { end: start + below(4) }) }),
      ...(below(8) === 0 ? { isKey: true } : {}),
    };
    assert.deepEqual(
      locate(span),
      spanLocator(raw, syntax)(span),
      `${raw}: ${JSON.stringify(span)}`,
    );
    const offset = below(raw.length + 1);
    assert.deepEqual(
      place(offset),
      placeAt(raw, offset, { line: 3, column: 5 }),
      `${raw}: ${offset}`,
    );
  }
}

test('many spans of a row stand where each of them stands alone', () => {
  const paths = [['a'], ['b'], ['c', 1], ['gone'], []];
  for (let seed = 1; seed <= 20; seed += 1) {
    check(
      '{"a": "x\\u200d\\n\\"y\\\\ z",\r\n "b": "plain é",\r "c": [1, "deep\\ud83d"]}',
      json,
      paths,
      seed,
    );
    check('"say ""a""\r\nb ",plain', csv, [['a'], ['b'], ['gone'], []], seed);
  }
});

// note: each place looked up from the row's start, this takes the time of a walk by the square of the row's length.
test('a row with 100,000 places of one problem is linted', { timeout: 60_000 }, async () => {
  const path = write(
    'many.jsonl',
    JSON.stringify({ text: `x${'\u200d'.repeat(100_000)}`, label: 'a' }),
  );
  const [found] = await findingsOf(path, 'L-TXT-05');
  assert.equal(found?.finding.related.length, 99_999);
  assert.deepEqual(found.finding.related.at(-1)?.column, 10 + 100_000);
});
