// The matrix products of a BERT layer's training step, one by one, beside PyTorch's:
//   node scripts/bench.mjs products [--hidden 768] [--rows 1024] [--repeats 12] [--threads N] [--python PATH]
// They are most of a step, so they bound what everything else can win. Prints GFLOP/s of the median repeat.
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { createBuilder } from '../src/trainer/compile/builder';
import { outputName, writeOnnx } from '../src/trainer/compile/onnx';
import { createSession, wrapArray } from '../src/trainer/compile/session';
import type { TensorSpec } from '../src/trainer/engine/engine';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    hidden: { type: 'string', default: '768' },
    rows: { type: 'string', default: '1024' },
    repeats: { type: 'string', default: '12' },
    threads: { type: 'string', default: String(os.availableParallelism()) },
    python: { type: 'string' },
  },
});
const hidden = Number(asked.hidden);
const rows = Number(asked.rows);
const repeats = Number(asked.repeats);
const threads = Number(asked.threads);

/** C [m, n] from m x k x n multiplications; transA and transB say how the operands lie in memory. */
interface Product {
  readonly name: string;
  readonly m: number;
  readonly k: number;
  readonly n: number;
  readonly transA: 0 | 1;
  readonly transB: 0 | 1;
}

/** Forward, gradient of the operand and gradient of the weight [out, in] of one linear layer. */
function productsOf(layer: string, out: number, into: number): Product[] {
  return [
    { name: `${layer}, forward`, m: rows, k: into, n: out, transA: 0, transB: 1 },
    { name: `${layer}, operand`, m: rows, k: out, n: into, transA: 0, transB: 0 },
    { name: `${layer}, weight`, m: out, k: rows, n: into, transA: 1, transB: 0 },
  ];
}

const products = [
  ...productsOf('query, key, value', 3 * hidden, hidden),
  ...productsOf('attention output', hidden, hidden),
  ...productsOf('feed-forward up', 4 * hidden, hidden),
  ...productsOf('feed-forward down', hidden, 4 * hidden),
];

const flops = ({ m, k, n }: Product): number => 2 * m * k * n;

async function medianMs({ m, k, n, transA, transB }: Product): Promise<number> {
  const a: TensorSpec = { shape: transA === 1 ? [k, m] : [m, k], dtype: 'float32' };
  const b: TensorSpec = { shape: transB === 1 ? [n, k] : [k, n], dtype: 'float32' };
  const c: TensorSpec = { shape: [m, n], dtype: 'float32' };
  const g = createBuilder();
  const value = g.op('Gemm', [g.input('a', a), g.input('b', b)], { transA, transB });
  const model = writeOnnx(g.finish([{ name: 'c', value }]));
  const session = await createSession(model, { device: 'cpu', threads });
  const filled = (size: number): Float32Array =>
    Float32Array.from({ length: size }, () => Math.random() - 0.5);
  const feeds = { a: wrapArray('a', filled(m * k), a), b: wrapArray('b', filled(k * n), b) };
  const fetches = { [outputName('c')]: wrapArray('c', new Float32Array(m * n), c) };
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const started = performance.now();
    await session.run(feeds, fetches);
    times.push(performance.now() - started);
  }
  await session.release();
  return times.sort((x, y) => x - y)[repeats >> 1] ?? NaN;
}

/** PyTorch's median milliseconds of the same products, in their order; null without a Python that has it. */
function pytorchMs(): readonly number[] | null {
  if (asked.python === undefined) return null;
  const script = path.join(process.env.FINETUNE_ROOT ?? '.', 'bench/products_pytorch.py');
  const argv = [script, JSON.stringify(products), String(repeats), String(threads)];
  const { status, stdout, stderr } = spawnSync(asked.python, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${asked.python} failed: ${stderr}`);
  return JSON.parse(stdout) as number[];
}

function speed(work: number, ms: number): string {
  return (work / ms / 1e6).toFixed(0).padStart(4);
}

console.log(`${describeMachine()}; ${threads} threads, ${rows} rows, hidden ${hidden}`);
const theirs = pytorchMs();
let [ourTotal, theirTotal] = [0, 0];
for (const [index, product] of products.entries()) {
  const ours = await medianMs(product);
  const other = theirs?.[index];
  ourTotal += ours;
  theirTotal += other ?? 0;
  const beside = other === undefined ? '' : `   PyTorch ${speed(flops(product), other)}`;
  console.log(
    `  ${product.name.padEnd(28)} ${speed(flops(product), ours)} GFLOP/s${beside}   [${product.m}, ${product.k}] x [${product.k}, ${product.n}]`,
  );
}
const work = products.reduce((sum, product) => sum + flops(product), 0);
const ratio =
  theirs === null
    ? ''
    : `   PyTorch ${speed(work, theirTotal)}   ratio ${(theirTotal / ourTotal).toFixed(2)}`;
console.log(`  ${'all'.padEnd(28)} ${speed(work, ourTotal)} GFLOP/s${ratio}`);
