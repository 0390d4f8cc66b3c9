import assert from 'node:assert/strict';
import { test } from 'node:test';
import { columnsInSight } from '../../../src/webview/dataset/windowOfRows';

const hundred = Array.from({ length: 100 }, () => 200);

for (const [title, view, expected] of [
  ['all where all fit', { widths: [200, 300], scrollLeft: 0, viewWidth: 600 }, [0, 2]],
  // 600 pixels less 88 hold two columns and a part of the third.
  ['those at the start and one more', { widths: hundred, scrollLeft: 0, viewWidth: 600 }, [0, 4]],
  ['those in the middle', { widths: hundred, scrollLeft: 2_000, viewWidth: 600 }, [9, 14]],
  ['those at the end', { widths: hundred, scrollLeft: 19_488, viewWidth: 600 }, [96, 100]],
  ['none of none', { widths: [], scrollLeft: 0, viewWidth: 600 }, [0, 0]],
] as const) {
  test(`columns in sight are ${title}`, () => {
    const { from, to } = columnsInSight({ ...view, before: 88 });
    assert.deepEqual([from, to], expected);
  });
}
