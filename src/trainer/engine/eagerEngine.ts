// note: some gradients of tfjs call methods that only this import gives to tensors.
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import * as tf from '@tensorflow/tfjs-core';
import type { Buffers, Draw, Engine, Executable, Program, Tensors, TensorSpec } from './engine';
import { createMaskPool, type MaskPool } from './maskPool';
import { loadBackend, type EagerBackend } from './eagerBackends';
import { withBackend } from './withBackend';

/** Executes programs operation by operation on a tfjs backend. */
export async function createEagerEngine(backend: EagerBackend): Promise<Engine> {
  await loadBackend(backend);
  return {
    name: 'eager',
    device: backend === 'tensorflow' ? 'cpu' : backend,
    compile: (program, inputs) => Promise.resolve(createExecutable(backend, program, inputs)),
    dispose: () => Promise.resolve(),
  };
}

function createExecutable(
  backend: EagerBackend,
  program: Program,
  inputs: Readonly<Record<string, TensorSpec>>,
): Executable {
  let specs: Record<string, TensorSpec> | null = null;
  const execute = (feeds: Buffers, results: Buffers, draw: Draw): Buffers =>
    withBackend(backend, () => {
      const tensors = Object.entries(inputs).map(([name, { shape, dtype }]) => {
        const array = feeds[name];
        if (array === undefined) throw new Error(`The program needs an array for ${name}.`);
        return [name, tf.tensor(array, [...shape], dtype)] as const;
      });
      const outputs = program(Object.fromEntries(tensors), { dropout: dropoutFrom(draw) });
      return readOutputs(outputs, results);
    });
  return {
    // What the outputs are is only known from running the program, which costs a step: on demand.
    get outputs() {
      return (specs ??= outputSpecs(backend, program, inputs));
    },
    run: (feeds, results, draw) =>
      new Promise((resolve) => {
        resolve(execute(feeds, results, draw));
      }),
    dispose: () => Promise.resolve(),
  };
}

/** Masks as the compiled engine draws them, site by site. */
function dropoutFrom(draw: Draw): (x: tf.Tensor, rate: number) => tf.Tensor {
  const pool: MaskPool = createMaskPool();
  let nSites = 0;
  return (x, rate) => {
    if (rate === 0) return x;
    const site = nSites++;
    const [mask] = pool.fill([{ rate, shape: x.shape, site }], draw);
    if (mask === undefined) throw new Error('No mask was drawn.');
    // The pool's memory is used again at the next site.
    return tf.mul(x, tf.tensor(mask.slice(), x.shape, 'float32'));
  };
}

function readOutputs(outputs: Tensors, results: Buffers): Buffers {
  const read = Object.entries(outputs).map(([name, tensor]) => {
    const values = tensor.dataSync<'float32' | 'int32'>();
    const target = results[name];
    if (target === undefined) return [name, values.slice()] as const;
    if (target.length !== values.length) {
      throw new Error(`${name} has ${values.length} elements, its array ${target.length}.`);
    }
    target.set(values);
    return [name, target] as const;
  });
  return Object.fromEntries(read);
}

function outputSpecs(
  backend: EagerBackend,
  program: Program,
  inputs: Readonly<Record<string, TensorSpec>>,
): Record<string, TensorSpec> {
  return withBackend(backend, () => {
    const zeros = Object.entries(inputs).map(([name, { shape, dtype }]) => {
      return [name, tf.zeros([...shape], dtype)] as const;
    });
    const outputs = program(Object.fromEntries(zeros), { dropout: (x) => x });
    const specs = Object.entries(outputs).map(([name, { shape, dtype }]) => {
      return [name, { shape, dtype: dtype === 'float32' ? dtype : 'int32' }] as const;
    });
    return Object.fromEntries(specs);
  });
}
