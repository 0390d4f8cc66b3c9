import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tabTitle } from '../../../src/extension/runs/distinctNames';
import { fakeRun } from './fakeRun';

const at = (text: string): number => new Date(text).getTime() / 1_000;
const now = at('2026-11-26T20:00:00');

for (const [title, name, started, others, expected] of [
  ['alone', 'emotions', '2026-11-26T18:55:30', ['moods 2026-11-26T18:55:30'], 'emotions'],
  [
    'of today',
    'emotions',
    '2026-11-26T18:55:30',
    ['emotions 2026-11-26T19:02:00'],
    'emotions · 18:55',
  ],
  [
    'of a minute',
    'emotions',
    '2026-11-26T18:55:30',
    ['emotions 2026-11-26T18:55:02'],
    'emotions · 18:55:30',
  ],
  [
    'of another day',
    'emotions',
    '2026-11-20T18:55:30',
    ['emotions 2026-11-26T18:55:02'],
    'emotions · 11-20 18:55',
  ],
] as const) {
  test(`the tab of a run ${title} tells it from others`, () => {
    const run = fakeRun({ name, startedAt: at(started) }, { folder: '/runs/own' });
    const rest = others.map((other, index) => {
      const [otherName = '', time = ''] = other.split(' ');
      return fakeRun({ name: otherName, startedAt: at(time) }, { folder: `/runs/${index}` });
    });
    assert.equal(tabTitle(run, [run, ...rest], now), expected);
  });
}
