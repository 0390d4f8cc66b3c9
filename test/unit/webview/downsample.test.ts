import assert from 'node:assert/strict';
import { test } from 'node:test';
import { downsample } from '../../../src/webview/plot/downsample';
import { seededRandom } from '../../support/pages/sampleRuns';

const n = 10_000;

function noisyCurve(seed: number): { x: number[]; y: number[] } {
  const random = seededRandom(seed);
  return {
    x: Array.from({ length: n }, (_, index) => index + 1),
    y: Array.from({ length: n }, random),
  };
}

test('every extreme of every pixel column stays, at its place and in order', () => {
  for (const seed of [0, 1, 2]) {
    const { x, y } = noisyCurve(seed);
    const nColumns = 300;
    const drawn = downsample({ x, y }, { from: 1, to: n, nColumns });
    assert.ok(drawn.x.length <= nColumns * 4 + 8, `seed ${seed}: ${drawn.x.length} points`);
    assert.deepEqual(
      [...drawn.x].sort((a, b) => a - b),
      drawn.x,
    );
    assert.equal(new Set(drawn.x).size, drawn.x.length, 'each position once');
    const width = (n - 1) / nColumns;
    const kept = new Set(drawn.x);
    for (let column = 0; column < nColumns; column++) {
      const inside = x.filter((position) => Math.floor((position - 1) / width) === column);
      const values = inside.map((position) => y[position - 1]!);
      for (const extreme of [Math.min(...values), Math.max(...values)]) {
        const at = inside[values.indexOf(extreme)]!;
        assert.ok(kept.has(at), `seed ${seed}: the extreme at ${at} is hidden`);
      }
    }
    for (const [index, position] of drawn.x.entries())
      assert.equal(drawn.y[index], y[position - 1]);
  }
});

test('a single NaN among 10,000 points leaves a gap and a cross', () => {
  const { x, y } = noisyCurve(5);
  y[6999] = NaN;
  y[7500] = Infinity;
  const drawn = downsample({ x, y }, { from: 1, to: n, nColumns: 200 });
  assert.deepEqual(drawn.nonFinite, [7000, 7501]);
  assert.equal(drawn.y[drawn.x.indexOf(7000)], null);
  assert.equal(drawn.y[drawn.x.indexOf(7501)], null);
  assert.equal(drawn.y.filter((value) => value === null).length, 2);
});

test('few points are all kept; one beyond either end lets the line run to the edge', () => {
  const x = [1, 2, 3, 4, 5, 6, 7];
  const drawn = downsample({ x, y: x }, { from: 3, to: 5, nColumns: 100 });
  assert.deepEqual(drawn.x, [2, 3, 4, 5, 6]);
  const empty = downsample({ x: [], y: [] }, { from: 0, to: 1, nColumns: 10 });
  assert.deepEqual(empty, { x: [], y: [], nonFinite: [] });
});
