import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Span } from '../../../../src/trainer/models/model';
import {
  clipScale,
  gradientNorm,
  parametersAreFinite,
  updateParameters,
} from '../../../../src/trainer/training/adamW';
import {
  createParameterStore,
  fillArrays,
  namedArrays,
  type ParameterStore,
} from '../../../../src/trainer/training/parameterStore';
import { pseudoRandom } from './pseudoRandom';

const rows = 40;
const columns = 20;
const indices = 6;
const limits = { indices, accumulation: 2 };
const shape = [rows, columns];

const tableSpan: Span = {
  name: 'table',
  shape,
  members: [{ name: 'table', shape }],
  decay: true,
  rowsOf: 'inputIds',
};
/** The same parameters with a gradient of the whole shape. */
const denseSpan: Span = { ...tableSpan, rowsOf: null };

/** torch.optim.AdamW, written out in float32. */
function plainAdamW(
  state: { p: Float32Array; m: Float32Array; v: Float32Array },
  gradient: Float32Array,
  { step, rate, decay }: { step: number; rate: number; decay: number },
): void {
  const f = Math.fround;
  const { p, m, v } = state;
  for (let i = 0; i < p.length; i++) {
    const g = gradient[i]!;
    m[i] = f(m[i]! + f(f(1 - f(0.9)) * f(g - m[i]!)));
    v[i] = f(f(v[i]! * f(0.999)) + f(f(g * g) * f(1 - f(0.999))));
    const stepSize = f(rate / (1 - 0.9 ** step));
    const scale = f(f(f(Math.sqrt(v[i]!)) * f(1 / Math.sqrt(1 - 0.999 ** step))) + f(1e-8));
    p[i] = f(f(p[i]! * f(1 - rate * decay)) - f(f(stepSize * m[i]!) / scale));
  }
}

function filled(span: Span): ParameterStore {
  const store = createParameterStore([span], limits);
  const next = pseudoRandom(7);
  const start = Float32Array.from({ length: rows * columns }, () => next() - 0.5);
  fillArrays(store, 'values', () => start);
  return store;
}

/** Table rows that a step touches, and the gradient of each touch. */
function touches(step: number): { ids: Int32Array; gradients: Float32Array } {
  const next = pseudoRandom(step);
  const ids = Int32Array.from({ length: indices }, () => Math.floor(next() * next() * rows));
  const gradients = Float32Array.from({ length: indices * columns }, () => next() - 0.5);
  return { ids, gradients };
}

function stepTable(store: ParameterStore, micros: ReturnType<typeof touches>[]): void {
  const table = store.tables[0]!;
  for (const { ids, gradients } of micros) {
    table.gather(ids);
    table.gradientView(ids.length).set(gradients);
    table.addGradientRows(ids.length);
  }
}

function stepDense(store: ParameterStore, micros: ReturnType<typeof touches>[]): void {
  const { gradient } = store.dense[0]!;
  gradient.fill(0);
  for (const { ids, gradients } of micros) {
    for (const [index, id] of ids.entries()) {
      for (let column = 0; column < columns; column++) {
        gradient[id * columns + column]! += gradients[index * columns + column]!;
      }
    }
  }
}

for (const weightDecay of [0, 0.1]) {
  test(`a lookup table moves bit for bit like a dense parameter, decay ${weightDecay}`, () => {
    const lazy = filled(tableSpan);
    const dense = filled(denseSpan);
    const request = { learningRate: 1e-2, weightDecay, gradientScale: 0.7 };
    // More steps than rows may lag behind, and a look at the whole table in between.
    for (let step = 1; step <= 1_100; step++) {
      const micros = step % 3 === 0 ? [touches(step), touches(-step)] : [touches(step)];
      stepTable(lazy, micros);
      stepDense(dense, micros);
      updateParameters(lazy, { ...request, step });
      updateParameters(dense, { ...request, step });
      if (step === 300) lazy.tables[0]!.settle();
    }
    lazy.tables[0]!.settle();
    for (const part of ['values', 'firstMoment', 'secondMoment'] as const) {
      assert.deepEqual(namedArrays(lazy, part), namedArrays(dense, part), part);
    }
    assert.ok(lazy.tables[0]!.values.some((value) => value !== 0));
  });
}

test('a table whose moments come from a checkpoint goes on like one that never stopped', () => {
  const whole = filled(tableSpan);
  const copy = createParameterStore([tableSpan], limits);
  const request = { learningRate: 1e-2, weightDecay: 0.1, gradientScale: 1 };
  for (let step = 1; step <= 40; step++) {
    if (step === 20) {
      whole.tables[0]!.settle();
      for (const part of ['values', 'firstMoment', 'secondMoment'] as const) {
        const arrays = namedArrays(whole, part);
        fillArrays(copy, part, (name) => arrays.find((array) => array.name === name)?.data);
      }
      copy.tables[0]!.momentsWereFilled();
    }
    for (const store of step < 20 ? [whole] : [whole, copy]) {
      stepTable(store, [touches(step)]);
      updateParameters(store, { ...request, step });
    }
  }
  for (const { tables } of [whole, copy]) tables[0]!.settle();
  for (const part of ['values', 'firstMoment', 'secondMoment'] as const) {
    assert.deepEqual(namedArrays(copy, part), namedArrays(whole, part));
  }
});

test('the dense update is AdamW to the last bit', () => {
  const store = filled(denseSpan);
  const { values, gradient } = store.dense[0]!;
  const plain = {
    p: Float32Array.from(values),
    m: new Float32Array(values.length),
    v: new Float32Array(values.length),
  };
  for (let step = 1; step <= 20; step++) {
    const next = pseudoRandom(step);
    for (let i = 0; i < gradient.length; i++) gradient[i] = next() - 0.5;
    plainAdamW(plain, gradient, { step, rate: 1e-3, decay: 0.01 });
    const request = { step, learningRate: 1e-3, weightDecay: 0.01, gradientScale: 1 };
    updateParameters(store, request);
  }
  assert.deepEqual(Float32Array.from(values), plain.p);
});

test('the norm covers dense gradients and the sums of a table, and sees what is not finite', () => {
  const store = createParameterStore(
    [{ ...denseSpan, name: 'a', shape: [3], members: [{ name: 'a', shape: [3] }] }, tableSpan],
    limits,
  );
  store.dense[0]!.gradient.set([1, 2, 2]);
  const table = store.tables[0]!;
  table.gather(Int32Array.of(5, 5));
  table.gradientView(2).fill(0).set([2], 0);
  table.gradientView(2).set([2], columns);
  table.addGradientRows(2);
  assert.equal(gradientNorm(store), 5); // sqrt(1 + 4 + 4 + (2 + 2)²)
  store.dense[0]!.gradient[2] = Infinity;
  assert.equal(Number.isFinite(gradientNorm(store)), false);
  store.dense[0]!.gradient[2] = NaN;
  assert.equal(Number.isFinite(gradientNorm(store)), false);

  assert.equal(parametersAreFinite(store), true);
  table.values[3] = NaN;
  assert.equal(parametersAreFinite(store), false);
});

test('clipping is clip_grad_norm_', () => {
  assert.equal(clipScale(0.5, 1), 1);
  assert.equal(clipScale(4, 1), 1 / (4 + 1e-6));
  assert.equal(clipScale(4, 0), 1);
});

test('an index outside the table is refused before memory is touched', () => {
  const store = filled(tableSpan);
  for (const id of [-1, rows]) {
    assert.throws(() => store.tables[0]!.gather(Int32Array.of(id)), /has 40 rows/);
  }
});
