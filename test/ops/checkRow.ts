import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Buffers, Engine, Program, TensorSpec } from '../../src/trainer/engine/engine';
import { randomNumbers } from '../support/randomNumbers';
import type { Operand, OpRow } from './opRow';

const noDraw = { seed: 0, step: 0, micro: 0 };
type Numbers = Float32Array | Int32Array;

export interface Engines {
  readonly compiled: Engine;
  readonly reference: Engine;
}

/** `y0`, `y1`, … and, where the row has one, the gradient of their weighted sum: `d0`, `d1`, … and the sum itself. */
function programOf(row: OpRow, operands: readonly Operand[], hasGradient: boolean): Program {
  return (inputs) => {
    const all = operands.map((_, index) => tensorAt(inputs, index));
    const results = run(row, all);
    const values = results.map((y, index) => [`y${index}`, asNumbers(y)] as const);
    const places = operands.flatMap(({ dtype }, index) => (dtype === 'float32' ? [index] : []));
    if (!hasGradient || places.length === 0) return Object.fromEntries(values);
    const total = (...chosen: tf.Tensor[]): tf.Scalar => {
      const filled = all.map((tensor, index) => chosen[places.indexOf(index)] ?? tensor);
      return tf.addN(run(row, filled).map(weighted)) as tf.Scalar;
    };
    const { value, grads } = tf.valueAndGrads(total)(
      places.map((place) => tensorAt(inputs, place)),
    );
    const gradients = grads.map((gradient, index) => [`d${places[index] ?? 0}`, gradient] as const);
    return { ...Object.fromEntries([...values, ...gradients]), total: value };
  };
}

/** Forward and gradient on every case: as tfjs cpu has it, and as differences have it. */
export async function checkCases(row: OpRow, engines: Engines): Promise<void> {
  for (const operands of row.cases) {
    const hasGradient = row.gradient === true;
    const feeds = drawOperands(operands);
    const actual = await compare(row, operands, feeds, engines, hasGradient);
    const isSmooth = row.noDifferences === undefined && hasGradient && 'total' in actual.results;
    if (isSmooth) await checkDifferences(row, operands, feeds, actual);
    await actual.dispose();
  }
  for (const operands of row.extremes ?? []) {
    const { dispose } = await compare(row, operands, drawOperands(operands), engines, false);
    await dispose();
  }
}

/** Equal bits over 50 runs in two threads. */
export async function checkBits(row: OpRow, { compiled }: Engines): Promise<void> {
  const specs = specsOf(row.large);
  const executable = await compiled.compile(
    programOf(row, row.large, row.gradient === true),
    specs,
  );
  const feeds = drawOperands(row.large);
  const bitsOf = (results: Buffers): string =>
    Object.values(results)
      .map(({ buffer, byteOffset, byteLength }) =>
        Buffer.from(buffer, byteOffset, byteLength).toString('latin1'),
      )
      .join();
  const first = bitsOf(await executable.run(feeds, {}, noDraw));
  const results = await executable.run(feeds, {}, noDraw);
  for (let run = 0; run < 49; run++) {
    assert.ok(bitsOf(results) === first, `other bits in run ${run + 1} of ${row.kernel}`);
    await executable.run(feeds, results, noDraw);
  }
  await executable.dispose();
}

interface Actual {
  readonly results: Buffers;
  readonly run: (feeds: Buffers) => Promise<Buffers>;
  readonly dispose: () => Promise<void>;
}

async function compare(
  row: OpRow,
  operands: readonly Operand[],
  feeds: Record<string, Numbers>,
  { compiled, reference }: Engines,
  hasGradient: boolean,
): Promise<Actual> {
  const program = programOf(row, operands, hasGradient);
  const specs = specsOf(operands);
  const executable = await compiled.compile(program, specs);
  const results = await executable.run(feeds, {}, noDraw);
  const expected = await (await reference.compile(program, specs)).run(feeds, {}, noDraw);
  const shapes = operands.map(({ shape }) => `[${shape.join(',')}]`).join(' ');
  assert.deepEqual(Object.keys(results).sort(), Object.keys(expected).sort());
  for (const [name, numbers] of Object.entries(expected)) {
    const tolerance = row.tolerance ?? 2e-5;
    expectClose(
      results[name]!,
      numbers,
      tolerance,
      `${row.kernel} ${row.title ?? ''} ${shapes} ${name}`,
    );
  }
  return {
    results,
    run: (other) => executable.run(other, {}, noDraw),
    dispose: () => executable.dispose(),
  };
}

/** The slope along one random direction, against the gradient's share of it. */
async function checkDifferences(
  row: OpRow,
  operands: readonly Operand[],
  feeds: Record<string, Numbers>,
  { results, run }: Actual,
): Promise<void> {
  const next = randomNumbers(7);
  const h = 1e-2;
  let slope = 0;
  const moved = (sign: number, directions: Record<string, number[]>): Record<string, Numbers> =>
    Object.fromEntries(
      Object.entries(feeds).map(([name, numbers]) => {
        const direction = directions[name];
        if (direction === undefined) return [name, numbers];
        return [name, numbers.map((x, at) => x + sign * h * (direction[at] ?? 0))];
      }),
    );
  const directions: Record<string, number[]> = {};
  operands.forEach(({ dtype }, index) => {
    const gradient = results[`d${index}`];
    if (dtype !== 'float32' || gradient === undefined) return;
    const direction = Array.from(gradient, () => next() * 2 - 1);
    directions[`x${index}`] = direction;
    slope += direction.reduce((sum, d, at) => sum + d * (gradient[at] ?? 0), 0);
  });
  const above = (await run(moved(1, directions))).total?.[0] ?? NaN;
  const below = (await run(moved(-1, directions))).total?.[0] ?? NaN;
  const measured = (above - below) / (2 * h);
  const scale = Math.max(1, Math.abs(slope), Math.abs(above));
  assert.ok(
    Math.abs(measured - slope) <= 5e-3 * scale,
    `${row.kernel} ${row.title ?? ''}: slope ${slope}, by differences ${measured}`,
  );
}

export function expectClose(
  actual: Numbers,
  expected: Numbers,
  tolerance: number,
  what: string,
): void {
  assert.equal(actual.length, expected.length, `${what}: length`);
  expected.forEach((number, at) => {
    const got = actual[at] ?? NaN;
    const isSame = Object.is(got, number) || got === number;
    const isClose = Math.abs(got - number) <= tolerance * Math.max(1, Math.abs(number));
    assert.ok(isSame || isClose, `${what}[${at}]: ${got}, expected ${number}`);
  });
}

function run(row: OpRow, operands: readonly tf.Tensor[]): tf.Tensor[] {
  const result = row.run(...operands);
  return Array.isArray(result) ? result : [result];
}

/** A different weight for every element, so that no two can be mixed up. */
function weighted(y: tf.Tensor): tf.Tensor {
  const weights = Float32Array.from({ length: y.size }, (_, at) => Math.cos(at + 1));
  return tf.sum(tf.mul(asNumbers(y), tf.tensor(weights, y.shape)));
}

const asNumbers = (y: tf.Tensor): tf.Tensor => (y.dtype === 'bool' ? tf.cast(y, 'int32') : y);

function tensorAt(inputs: Readonly<Record<string, tf.Tensor>>, index: number): tf.Tensor {
  return inputs[`x${index}`]!;
}

function specsOf(operands: readonly Operand[]): Record<string, TensorSpec> {
  return Object.fromEntries(
    operands.map(({ shape, dtype }, index) => [`x${index}`, { shape, dtype }]),
  );
}

/** Seeded by position: the same row draws the same numbers every time. */
function drawOperands(operands: readonly Operand[]): Record<string, Numbers> {
  return Object.fromEntries<Numbers>(
    operands.map(({ shape, dtype, range: [low, high], values }, index) => {
      const next = randomNumbers(index + 1);
      const size = shape.reduce((product, each) => product * each, 1);
      const at = (place: number): number =>
        values ? values[place % values.length]! : low + (high - low) * next();
      if (dtype === 'float32')
        return [`x${index}`, Float32Array.from({ length: size }, (_, i) => at(i))];
      return [`x${index}`, Int32Array.from({ length: size }, (_, i) => Math.floor(at(i)))];
    }),
  );
}
