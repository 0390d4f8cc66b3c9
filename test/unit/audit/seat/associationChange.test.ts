import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { associationChange } from '../../../../src/audit/changes/associationChange';
import { builtInAssociations } from '../../../../src/audit/seat/builtInAssociations';
import { seededNumbers } from '../../../../src/data/seededNumbers';

const [toy] = builtInAssociations();
const options = { ...usualAuditOptions, permutations: 200, resamples: 200 };

/** s of `count` words a side: the first side's stand `shift` higher; `scale` is that of the encoder's cosines. */
function drawnPair(
  next: () => number,
  { count, shifts, scale }: { count: number; shifts: readonly [number, number]; scale: number },
) {
  const normal = (): number =>
    Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const own = Array.from({ length: 2 * count }, normal);
  const side = (from: number, shift: number, unit: number): Float64Array =>
    Float64Array.from(
      { length: count },
      (_, at) => unit * (own[from + at]! + 0.6 * normal() + shift),
    );
  const model = (shift: number, unit: number) => ({
    targ1: side(0, shift, unit),
    targ2: side(count, 0, unit),
  });
  return { before: model(shifts[0], 1), after: model(shifts[1], scale) };
}

async function shareFound(shifts: readonly [number, number], count: number): Promise<number> {
  const next = seededNumbers(23);
  const rounds = 200;
  let found = 0;
  for (let round = 0; round < rounds; round += 1) {
    const pair = drawnPair(next, { count, shifts, scale: 0.05 });
    const change = await associationChange(toy!, { variant: 'mean', ...pair }, options);
    if (change.pValue! <= 0.05) found += 1;
  }
  return found / rounds;
}

test('an association that did not change is called changed in about 5 % of tests, whatever the scale of cosines', async () => {
  for (const shift of [0, 1]) {
    const none = await shareFound([shift, shift], 12);
    assert.ok(none < 0.095, `false alarms at an association of ${shift}: ${none}`);
  }
});

test('an association that tuning brought is found, and one that it took away has the other sign', async () => {
  const power = await shareFound([0, 2], 16);
  assert.ok(power >= 0.8, `power: ${power}`);
  const next = seededNumbers(5);
  const pair = drawnPair(next, { count: 24, shifts: [2.5, 0], scale: 1 });
  const change = await associationChange(toy!, { variant: 'cls', ...pair }, usualAuditOptions);
  assert.ok(
    change.value! < 0 && change.high! < 0 && change.low! <= change.value!,
    String(change.value),
  );
  assert.equal(change.value, change.after! - change.before!);
});

test('what has no effect, or too few words, is not judged', async () => {
  const same = { targ1: new Float64Array(8).fill(1), targ2: new Float64Array(8).fill(1) };
  const other = drawnPair(seededNumbers(1), { count: 8, shifts: [0, 0], scale: 1 }).after;
  const change = await associationChange(
    toy!,
    { variant: 'mean', before: same, after: other },
    options,
  );
  assert.deepEqual([change.before, change.value, change.pValue], [null, null, null]);
  assert.match(change.reason!, /same embedding/);
  const few = drawnPair(seededNumbers(1), { count: 3, shifts: [0, 0], scale: 1 });
  const small = await associationChange(toy!, { variant: 'mean', ...few }, options);
  assert.deepEqual([small.pValue, small.low], [null, null]);
  assert.match(small.reason!, /fewer than 5 words/);
});
