import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AnyRun } from '../../../src/extension/runs/knownRun';
import { runRoots } from '../../../src/extension/runs/runRoots';
import type { RunsChange } from '../../../src/extension/runs/runStore';
import { RunStore } from '../../../src/extension/runs/runStore';
import { Throttle } from '../../../src/extension/runs/throttle';
import type { Clock } from '../../../src/extension/runs/throttle';
import { fakeRun } from './fakeRun';

/** A clock that a test moves by hand. */
function handClock(): Clock & { advance(ms: number): void } {
  let now = 0;
  let pending: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after(ms, callback) {
      const entry = { at: now + ms, callback };
      pending.push(entry);
      return () => {
        pending = pending.filter((other) => other !== entry);
      };
    },
    advance(ms) {
      now += ms;
      const due = pending.filter(({ at }) => at <= now);
      pending = pending.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
  };
}

test('a throttled action runs at once, then at most once an interval, and never loses the last', () => {
  const clock = handClock();
  let calls = 0;
  const throttle = new Throttle(() => (calls += 1), 250, clock);
  for (let time = 0; time < 1_000; time += 10) {
    throttle.request();
    clock.advance(10);
  }
  assert.equal(calls, 5);
  clock.advance(250);
  assert.equal(calls, 5);
  throttle.request();
  throttle.request();
  throttle.dispose();
  clock.advance(1_000);
  assert.equal(calls, 6);
});

/** A store over folders in memory. */
function storeOver(disk: Map<string, AnyRun[]>): { store: RunStore; changes: RunsChange[] } {
  const store = new RunStore({
    list: (root) => Promise.resolve((disk.get(root) ?? []).map(({ folder }) => folder)),
    read: (folder) => {
      const run = [...disk.values()].flat().find((each) => each.folder === folder);
      return Promise.resolve(run ?? { type: 'unreadable', folder, reason: 'gone' });
    },
  });
  const changes: RunsChange[] = [];
  store.onDidChange((change) => changes.push(change));
  return { store, changes };
}

const at = (name: string): string => `/w/.finetune/runs/${name}`;
const old = fakeRun({ name: 'old' }, { folder: at('20260101-000000-old') });
const young = fakeRun({ name: 'young' }, { folder: at('20260102-000000-young') });
const root = { folder: '/w/.finetune/runs', owner: 'w' };

test('runs are listed newest first, and an unreadable one hides no other', async () => {
  const broken: AnyRun = { type: 'unreadable', folder: at('20260103-000000-b'), reason: 'torn' };
  const { store } = storeOver(new Map([[root.folder, [old, broken, young]]]));
  store.setRoots([root]);
  await store.settled();
  assert.deepEqual(
    store.all().map(({ run }) => run.folder),
    [broken.folder, young.folder, old.folder],
  );
  assert.deepEqual(
    store.known().map(({ record }) => record.name),
    ['young', 'old'],
  );
  store.dispose();
});

test('a touched run is read again; only a new or vanished one changes the list', async () => {
  const disk = new Map<string, AnyRun[]>([[root.folder, [old]]]);
  const { store, changes } = storeOver(disk);
  store.setRoots([root]);
  await store.settled();
  disk.set(root.folder, [fakeRun({ name: 'renamed' }, { folder: old.folder })]);
  store.touch(old.folder);
  await store.settled();
  assert.deepEqual(changes.at(-1), { folders: [old.folder], listChanged: false });
  assert.equal(store.known()[0]?.record.name, 'renamed');

  disk.set(root.folder, [old, young]);
  store.touch(young.folder);
  await store.settled();
  assert.equal(changes.at(-1)?.listChanged, true);
  disk.set(root.folder, [young]);
  store.rescan();
  await store.settled();
  assert.deepEqual(
    store.known().map(({ record }) => record.name),
    ['young'],
  );
  store.dispose();
});

test('a storm of touches reads a run a few times, not once each', async () => {
  let reads = 0;
  const store = new RunStore({
    list: () => Promise.resolve([old.folder]),
    read: () => {
      reads += 1;
      return Promise.resolve(old);
    },
  });
  store.setRoots([root]);
  await store.settled();
  reads = 0;
  for (let count = 0; count < 1_000; count++) store.touch(old.folder);
  await store.settled();
  assert.ok(reads <= 2, `${reads} reads`);
  store.dispose();
});

test('runs stand in each workspace folder and where configs say, each root once', () => {
  const folders = [
    { name: 'a', path: '/a' },
    { name: 'inner', path: '/a/inner' },
  ];
  const roots = runRoots(folders, [
    { file: '/a/x.finetune.json', output: '/a/.finetune/runs/' },
    { file: '/a/sub/y.finetune.json', output: null },
    { file: '/a/inner/z.finetune.json', output: '/elsewhere/runs' },
    { file: '/foreign/q.finetune.json', output: '/foreign/runs' },
  ]);
  assert.deepEqual(roots, [
    { folder: '/a/.finetune/runs', owner: 'a' },
    { folder: '/a/inner/.finetune/runs', owner: 'inner' },
    { folder: '/a/sub/.finetune/runs', owner: 'a' },
    { folder: '/elsewhere/runs', owner: 'inner' },
  ]);
});
