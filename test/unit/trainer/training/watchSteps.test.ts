import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  nothingWatched,
  watchStep,
  type WatchedStep,
} from '../../../../src/trainer/training/watchSteps';
import { randomNumbers } from '../../../support/randomNumbers';

type Seen = Partial<Omit<WatchedStep, 'step'>>;

/** `type@step` of each event that these steps make. */
function eventsOf(steps: readonly Seen[]): string[] {
  let watch = nothingWatched;
  return steps.flatMap((seen, index) => {
    const watched = watchStep(watch, {
      ...{ step: index + 1, loss: 0.5, gradientNorm: 1, gradientClip: 1, ...seen },
    });
    ({ watch } = watched);
    return watched.events.map(({ type, step }) => `${type}@${step}`);
  });
}

const times = (count: number, seen: Seen): Seen[] => Array.from({ length: count }, () => seen);
const hard = { gradientNorm: 10.1 };

/** Losses that jump about as those of small batches do, around a mean. */
function noisy(count: number, mean: number, seed: number): Seen[] {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => ({ loss: mean * (0.5 + random()) }));
}

const rows: readonly (readonly [string, readonly Seen[], readonly string[]])[] = [
  ['norms over ten times the clip for 19 steps', times(19, hard), []],
  ['for 20 steps', times(20, hard), ['clipped-hard@20']],
  ['for 200 steps: told once', times(200, hard), ['clipped-hard@20']],
  ['with a break in between', [...times(19, hard), {}, ...times(19, hard)], []],
  [
    'again after a break',
    [...times(30, hard), {}, ...times(20, hard)],
    ['clipped-hard@20', 'clipped-hard@51'],
  ],
  ['of exactly ten times', times(60, { gradientNorm: 10 }), []],
  ['with clipping off', times(60, { gradientNorm: 1e6, gradientClip: 0 }), []],
  [
    'with a clip of its own',
    times(20, { gradientNorm: 3, gradientClip: 0.25 }),
    ['clipped-hard@20'],
  ],
  ['losses that jump about', noisy(2_000, 0.5, 1), []],
  ['losses near zero', noisy(2_000, 1e-6, 2), []],
  ['losses that never change', times(200, { loss: 0.7 }), []],
  [
    'a loss that rises fourfold',
    [...noisy(60, 0.5, 3), ...times(60, { loss: 2.5 })],
    ['loss-spike@62'],
  ],
  ['one hard batch', [...noisy(60, 0.5, 4), { loss: 2.5 }, ...noisy(60, 0.5, 5)], []],
  [
    'one batch that is far off',
    [...noisy(60, 0.5, 6), { loss: 40 }, ...noisy(9, 0.5, 7)],
    ['loss-spike@61'],
  ],
  [
    'a rise before there is anything to compare with',
    [...noisy(20, 0.5, 8), ...times(2, { loss: 9 })],
    [],
  ],
  [
    'two spikes',
    [
      ...noisy(60, 0.5, 9),
      ...times(4, { loss: 9 }),
      ...noisy(60, 0.5, 10),
      ...times(4, { loss: 9 }),
    ],
    ['loss-spike@61', 'loss-spike@125'],
  ],
];

for (const [what, steps, events] of rows) {
  test(`what a watched run tells of ${what}`, () => {
    assert.deepEqual(eventsOf(steps), events);
  });
}

test('the words of an event say how much and what to do', () => {
  let watch = nothingWatched;
  let told = '';
  for (let step = 1; step <= 20; step += 1) {
    const watched = watchStep(watch, { step, loss: 1, gradientNorm: 142, gradientClip: 1 });
    ({ watch } = watched);
    told += watched.events.map(({ message }) => message).join('');
  }
  assert.match(told, /over 10 times training\.gradientClip \(1\) for 20 steps, 142 now: .* Raise/);
});
