import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isStalled } from '../../../src/protocol/run';
import { StallWatch, stallAfterSeconds, withStall } from '../../../src/extension/runs/stall';
import { RunStore } from '../../../src/extension/runs/runStore';
import { runDescription, runIcon } from '../../../src/extension/views/runText';
import { statusText } from '../../../src/extension/views/statusText';
import { fakeLines, fakeRun } from './fakeRun';

const lookEveryMs = 5_000;

/** Since when a run is silent, after each look; times in seconds. */
function looks(
  secondsPerStep: number,
  heard: readonly number[],
  at: readonly number[],
): (number | null)[] {
  const watch = new StallWatch(lookEveryMs);
  const run = fakeRun({}, { recent: fakeLines(60, secondsPerStep) });
  const told: number[] = [];
  return at.map((second) => {
    for (const each of heard.filter((time) => time <= second && !told.includes(time))) {
      told.push(each);
      watch.heard(run.folder, each * 1_000);
    }
    return watch.look([run], second * 1_000).get(run.folder) ?? null;
  });
}

const every5 = Array.from({ length: 9 }, (_, index) => index * 5);

test('a run is stalled after half a minute of silence, or ten of its steps', () => {
  assert.equal(stallAfterSeconds([]), 30);
  assert.equal(stallAfterSeconds(fakeLines(60, 0.5)), 30);
  assert.equal(stallAfterSeconds(fakeLines(60, 8)), 80);
  const silent = [null, null, null, null, null, null, null, 0, 0];
  assert.deepEqual(looks(1, [0], every5), silent);
  assert.deepEqual(
    looks(8, [0], every5),
    every5.map(() => null),
  );
  assert.deepEqual(looks(1, [0, 38], every5), [...silent.slice(0, 8), null]);
  assert.deepEqual(
    looks(1, [], every5),
    every5.map(() => null),
    'never connected: nothing known',
  );
});

test('a machine that slept does not make its runs stalled', () => {
  assert.deepEqual(looks(1, [0], [0, 5, 4_000, 4_005, 4_040]), [null, null, null, null, null]);
  assert.deepEqual(looks(1, [0], [0, 5, 4_000, 4_010, 4_020, 4_030, 4_040]).at(-1), 4_000);
});

test('a stalled run says so until it is heard again', async () => {
  const run = fakeRun({}, { recent: fakeLines(211, 1) });
  const store = new RunStore({
    list: () => Promise.resolve([run.folder]),
    read: () => Promise.resolve(run),
  });
  store.setRoots([{ folder: '/work/.finetune/runs', owner: 'work' }]);
  await store.settled();
  store.setStalled(run.folder, 1_800_000_300);
  await store.settled();
  const [stalled] = store.known();
  assert.ok(stalled && isStalled(stalled.record));
  const [event] = stalled.record.events;
  assert.deepEqual([event?.type, event?.step], ['stalled', 211]);
  assert.match(event?.message ?? '', /for over 30 s, since \d\d:\d\d:\d\d\. .* resume it\.$/);
  assert.equal(runDescription(stalled), 'Stalled at 211/500');
  assert.equal(runIcon(stalled.record).icon, 'warning');
  assert.equal(statusText([stalled])?.text, '$(warning) emotions stalled');
  store.setStalled(run.folder, null);
  await store.settled();
  assert.ok(!isStalled(store.known()[0]!.record));
  store.dispose();
});

test('a run that has ended is not stalled, whatever was thought before', () => {
  const { record } = withStall(fakeRun({ state: 'interrupted' }), 1);
  assert.ok(!isStalled(record));
});
