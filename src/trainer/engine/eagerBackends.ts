import * as tf from '@tensorflow/tfjs-core';
import { loadTensorflow } from './tensorflowBackend';

/** tfjs backends that the eager engine runs on. */
export type EagerBackend = 'cpu' | 'wasm' | 'tensorflow';

/** Loads and initialises a backend; the one in use before stays in use. */
export async function loadBackend(backend: EagerBackend): Promise<void> {
  // Checks of every operation's result for NaN, and a banner that recommends another package.
  tf.env().set('PROD', true);
  await importBackend(backend);
  const runtime = tf.engine();
  const before = runtime.backendName as string | undefined;
  const isReady = await runtime.setBackend(backend);
  if (!isReady) throw new Error(`The tfjs backend ${backend} could not be initialised.`);
  if (before !== undefined && before !== backend) void runtime.setBackend(before);
}

async function importBackend(backend: EagerBackend): Promise<void> {
  switch (backend) {
    case 'cpu':
      await import('@tensorflow/tfjs-backend-cpu');
      return;
    case 'wasm':
      await importWasm();
      return;
    case 'tensorflow':
      loadTensorflow();
      return;
  }
}

/** The binary travels inside the bundle; tfjs fetches it from there. */
async function importWasm(): Promise<void> {
  // Its loader asks for this name, which ES modules do not have, before it finds that it needs no file.
  Object.assign(globalThis, { __dirname: '.' });
  const [{ setWasmPaths }, binary] = await Promise.all([
    import('@tensorflow/tfjs-backend-wasm'),
    import('@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm'),
  ]);
  const url = `data:application/wasm;base64,${Buffer.from(binary.default).toString('base64')}`;
  setWasmPaths(
    {
      'tfjs-backend-wasm.wasm': url,
      'tfjs-backend-wasm-simd.wasm': url,
      'tfjs-backend-wasm-threaded-simd.wasm': url,
    },
    true,
  );
}
