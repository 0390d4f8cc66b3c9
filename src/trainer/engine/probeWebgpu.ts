import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { createBuilder } from '../compile/builder';
import { writeOnnx } from '../compile/onnx';

export interface WebgpuProbe {
  readonly isPresent: boolean;
  /** Why not, as the part of a sentence; empty when present. */
  readonly reason: string;
  /** What the library said of it, for the log. */
  readonly detail: string;
  /** Operators of the model that run on the CPU instead, sorted; null when this is not known. */
  readonly cpuOperators: readonly string[] | null;
}

const probeTimeoutMs = 30_000;
const wrongNumbers = 'the device computes wrong numbers';

// The library may end the process when a driver misbehaves: a process of its own, so that it is not ours.
const script = `
  const [library, length] = process.argv.slice(1);
  const ort = require(library);
  const chunks = [];
  process.stdin.on('data', (chunk) => chunks.push(chunk)).on('end', async () => {
    try {
      const options = { executionProviders: ['webgpu', 'cpu'], logSeverityLevel: 0 };
      const session = await ort.InferenceSession.create(Buffer.concat(chunks), options);
      if (session.inputNames.length === 1 && session.inputNames[0] === 'probe') {
        const x = new ort.Tensor('float32', new Float32Array([1, 2]), [2]);
        const [y] = Object.values(await session.run({ probe: x }, ['result/y']));
        if (y.data[0] !== 2 || y.data[1] !== 4) throw new Error('${wrongNumbers}');
      }
      process.stdout.write('\\nPROBE-OK\\n', () => process.exit(0));
    } catch (error) {
      process.stdout.write('\\nPROBE-FAILED ' + String(error.message).split('\\n')[0] + '\\n', () => process.exit(1));
    }
  });`;

/** Whether ONNX Runtime's WebGPU device works here, and what of a model it takes. */
export function probeWebgpu(model: Uint8Array = tinyModel()): Promise<WebgpuProbe> {
  const library = createRequire(import.meta.url).resolve('onnxruntime-node');
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['-e', script, library], {
      stdio: ['pipe', 'pipe', 'pipe'],
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      timeout: probeTimeoutMs,
      killSignal: 'SIGKILL',
    });
    let text = '';
    const collect = (chunk: Buffer): void => {
      text += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    // A child that dies early closes its end; its exit says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(model);
    child.on('error', ({ message }) =>
      resolve({
        isPresent: false,
        reason: refusals.noProcess,
        detail: message,
        cpuOperators: null,
      }),
    );
    child.on('close', (code, signal) => resolve(readProbe(text, code, signal)));
  });
}

/** Exported for tests: the verdict from what the child printed. */
export function readProbe(
  text: string,
  code: number | null,
  signal: NodeJS.Signals | null,
): WebgpuProbe {
  if (code === 0 && text.includes('PROBE-OK')) {
    return { isPresent: true, reason: '', detail: '', cpuOperators: cpuOperatorsOf(text) };
  }
  const said = /PROBE-FAILED (.*)/.exec(text)?.[1];
  const ended =
    signal === null
      ? `the probe ended with code ${code ?? 'none'}`
      : `the probe was ended by ${signal}`;
  return {
    isPresent: false,
    reason: refusalOf(said, signal),
    detail: said ?? ended,
    cpuOperators: null,
  };
}

const refusals = {
  noAdapter: 'no graphics card with a working driver is found on this machine',
  wrongNumbers: 'its driver computes wrong numbers',
  noAnswer: `its driver gave no answer within ${probeTimeoutMs / 1_000} seconds`,
  crashed: 'its driver ended the process that tried it',
  noMemory: 'it has too little memory for this model',
  noProcess: 'the process that tries it could not be started',
  other: 'ONNX Runtime cannot run this model on it, as the log tells',
} as const;

function refusalOf(said: string | undefined, signal: NodeJS.Signals | null): string {
  if (said === undefined) return signal === 'SIGKILL' ? refusals.noAnswer : refusals.crashed;
  if (/adapter/i.test(said)) return refusals.noAdapter;
  if (said === wrongNumbers) return refusals.wrongNumbers;
  return /out of memory|allocat/i.test(said) ? refusals.noMemory : refusals.other;
}

/** ONNX Runtime lists, per device, `Op (name)` of every node when it logs at its most verbose. */
function cpuOperatorsOf(text: string): string[] {
  const operators = new Set<string>();
  let isCpu = false;
  for (const line of text.split('\n')) {
    const placed = /placed on \[(\w+)\]/.exec(line)?.[1];
    if (placed !== undefined) isCpu = placed === 'CPUExecutionProvider';
    const operator = /\]\s+(\w+) \([^)]*\)\s*$/.exec(line)?.[1];
    // The list that ends a run is on the CPU by design: see session.ts.
    const counts = isCpu && placed === undefined && operator !== 'SequenceEmpty';
    if (counts && operator !== undefined) operators.add(operator);
  }
  return [...operators].sort();
}

function tinyModel(): Uint8Array {
  const g = createBuilder();
  const x = g.input('probe', { dtype: 'float32', shape: [2] });
  return writeOnnx(g.finish([{ name: 'y', value: g.op('Add', [x, x]) }]));
}
