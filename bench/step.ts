// Forward and backward of a BERT classifier, all gradients, beside PyTorch:
//   node scripts/bench.mjs step [--sizes 6x384,12x768] [--rows 8] [--tokens 128] [--dropout 0] [--steps 10] [--rounds 3]
//     [--threads N] [--python PATH] [--attention sdpa,eager] [--operators]
// Each side runs in processes of its own and in alternation, because only ratios measured side by side mean something.
// Prints tokens per second (of the fastest and of the median step), ratios, peak memory and where a step's time goes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { compileProgram } from '../src/trainer/compile/compileProgram';
import { outputName } from '../src/trainer/compile/onnx';
import { createSession, wrapArray } from '../src/trainer/compile/session';
import { createEngine } from '../src/trainer/engine/createEngine';
import type { TensorSpec } from '../src/trainer/engine/engine';
import { bertClassifier } from '../src/trainer/models/bert/bertModel';
import type { Model } from '../src/trainer/models/model';
import { plainObjective } from '../src/trainer/training/objective';
import { gradientProgram, programInputs } from '../src/trainer/training/stepPrograms';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    sizes: { type: 'string', default: '6x384,12x768' },
    rows: { type: 'string', default: '8' },
    tokens: { type: 'string', default: '128' },
    dropout: { type: 'string', default: '0' },
    steps: { type: 'string', default: '10' },
    rounds: { type: 'string', default: '3' },
    threads: { type: 'string', default: String(os.availableParallelism()) },
    python: { type: 'string' },
    attention: { type: 'string', default: 'sdpa' },
    operators: { type: 'boolean', default: false },
    child: { type: 'boolean', default: false },
  },
});
const rows = Number(asked.rows);
const tokens = Number(asked.tokens);
const dropout = Number(asked.dropout);
const steps = Number(asked.steps);
const threads = Number(asked.threads);
const labelCount = 2;

interface Timing {
  /** Milliseconds of every step. */
  readonly times: readonly number[];
  /** Processor milliseconds of every step, all threads together. */
  readonly cpu: readonly number[];
  readonly peakMegabytes: number;
}

function bertOf(size: string): Model {
  const [layers = 6, hiddenSize = 384] = size.split('x').map(Number);
  const config = {
    layers,
    hiddenSize,
    heads: 12,
    intermediateSize: 4 * hiddenSize,
    vocabSize: 30_522,
    maxPositions: 512,
    tokenTypes: 2,
    layerNormEps: 1e-12,
    activation: 'gelu',
    initializerRange: 0.02,
    hiddenDropout: dropout,
    attentionDropout: dropout,
    classifierDropout: dropout,
  } as const;
  const rates = { hidden: dropout, attention: dropout, classifier: dropout };
  return bertClassifier(config, { labelCount, dropout: rates });
}

function specsOf(model: Model): Record<string, TensorSpec> {
  const targets: TensorSpec = { shape: [rows, labelCount], dtype: 'float32' };
  return { ...programInputs(model, rows, tokens), targets };
}

const sizeOf = ({ shape }: TensorSpec): number => shape.reduce((size, each) => size * each, 1);

function feedsOf(specs: Record<string, TensorSpec>): Record<string, Float32Array | Int32Array> {
  const feeds = Object.entries(specs).map(([name, spec]) => {
    if (spec.dtype === 'int32') return [name, new Int32Array(sizeOf(spec)).fill(1)] as const;
    const draw = (): number => (Math.random() - 0.5) * 0.07;
    return [name, Float32Array.from({ length: sizeOf(spec) }, draw)] as const;
  });
  return Object.fromEntries<Float32Array | Int32Array>(feeds);
}

async function timeOurs(size: string): Promise<Timing> {
  const model = bertOf(size);
  const engine = await createEngine({ name: 'compiled', device: 'cpu', threads });
  const specs = specsOf(model);
  const executable = await engine.compile(gradientProgram(model, plainObjective), specs);
  const feeds = feedsOf(specs);
  const results = Object.fromEntries(
    Object.entries(executable.outputs).map(([name, spec]) => [
      name,
      new Float32Array(sizeOf(spec)),
    ]),
  );
  const times: number[] = [];
  const cpu: number[] = [];
  for (let step = 0; step < steps; step++) {
    const started = performance.now();
    const before = process.cpuUsage();
    await executable.run(feeds, results, { seed: 1, step, micro: 0 });
    times.push(performance.now() - started);
    const { user, system } = process.cpuUsage(before);
    cpu.push((user + system) / 1000);
  }
  return { times, cpu, peakMegabytes: process.resourceUsage().maxRSS / 1024 };
}

function inChild(size: string): Timing {
  const parameters = ['--child', `--sizes=${size}`, `--rows=${rows}`, `--tokens=${tokens}`];
  const more = [`--dropout=${dropout}`, `--steps=${steps}`, `--threads=${threads}`];
  return runForTiming(process.execPath, [process.argv[1] ?? '', ...parameters, ...more]);
}

function timePytorch(size: string, python: string, attention: string): Timing {
  const root = process.env.FINETUNE_ROOT ?? '.';
  const [layers = '6', hidden = '384'] = size.split('x');
  const numbers = [layers, hidden, rows, tokens, dropout, steps].map(String);
  const script = path.join(root, 'bench/step_pytorch.py');
  return runForTiming(python, [script, ...numbers, attention, String(threads)]);
}

function runForTiming(command: string, parameters: readonly string[]): Timing {
  const { status, stdout, stderr } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Timing;
}

/** Milliseconds per step by operator, from ONNX Runtime's own profile. */
async function printOperators(size: string): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'step-'));
  const model = bertOf(size);
  const specs = specsOf(model);
  const compiled = compileProgram(gradientProgram(model, plainObjective), specs, 'cpu');
  const profile = path.join(folder, 'profile');
  const session = await createSession(compiled.model, { device: 'cpu', threads, profile });
  const masks = compiled.masks.map(
    ({ name, shape }) => [name, { shape, dtype: 'float32' }] as const,
  );
  const all: Record<string, TensorSpec> = { ...specs, ...Object.fromEntries(masks) };
  const arrays = feedsOf(all);
  const feeds = Object.entries(all).map(([name, spec]) => [
    name,
    wrapArray(name, arrays[name], spec),
  ]);
  const fetches = Object.entries(compiled.outputs).map(([name, spec]) => [
    outputName(name),
    wrapArray(name, new Float32Array(sizeOf(spec)), spec),
  ]);
  for (let step = 0; step < steps; step++) {
    await session.run(
      Object.fromEntries(feeds) as Parameters<typeof session.run>[0],
      Object.fromEntries(fetches) as Parameters<typeof session.run>[1],
    );
  }
  await session.release();
  const [file = ''] = readdirSync(folder);
  printProfile(readFileSync(path.join(folder, file), 'utf8'));
  rmSync(folder, { recursive: true });
}

interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  /** Microseconds. */
  readonly dur: number;
  readonly args?: { readonly op_name?: string };
}

function printProfile(text: string): void {
  const byOperator = new Map<string, { count: number; micros: number }>();
  for (const { cat, name, dur, args } of JSON.parse(text) as ProfileEvent[]) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time')) continue;
    const entry = byOperator.get(args?.op_name ?? name) ?? { count: 0, micros: 0 };
    byOperator.set(args?.op_name ?? name, { count: entry.count + 1, micros: entry.micros + dur });
  }
  const total = [...byOperator.values()].reduce((sum, { micros }) => sum + micros, 0);
  const sorted = [...byOperator].sort(([, a], [, b]) => b.micros - a.micros);
  for (const [operator, { count, micros }] of sorted.slice(0, 14)) {
    const share = ((100 * micros) / total).toFixed(1).padStart(5);
    const ms = (micros / steps / 1000).toFixed(2).padStart(9);
    console.log(`  ${ms} ms ${share} %  ${operator} (${count / steps} nodes)`);
  }
}

const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const fastest = ({ times }: Timing): number => Math.min(...times);
const median = ({ times }: Timing): number => sorted(times)[times.length >> 1] ?? NaN;

/** All steps of several rounds as if they were one. */
function joined(rounds: readonly Timing[]): Timing {
  return {
    times: rounds.flatMap(({ times }) => times),
    cpu: rounds.flatMap(({ cpu }) => cpu),
    peakMegabytes: Math.max(...rounds.map(({ peakMegabytes }) => peakMegabytes)),
  };
}

function printTiming(name: string, timing: Timing): void {
  const rate = (ms: number): string => `${Math.round((rows * tokens * 1000) / ms)} tokens/s`;
  const cpuMs = Math.min(...timing.cpu).toFixed(0);
  console.log(
    `  ${name.padEnd(18)} min ${fastest(timing).toFixed(0)} ms (${rate(fastest(timing))}), ` +
      `median ${median(timing).toFixed(0)} ms (${rate(median(timing))}), ` +
      `processor time ${cpuMs} ms, peak ${timing.peakMegabytes.toFixed(0)} MB`,
  );
}

async function main(): Promise<void> {
  if (asked.child) {
    console.log(JSON.stringify(await timeOurs(asked.sizes)));
    return;
  }
  console.log(
    `${describeMachine()}; ${threads} threads, batch ${rows} x ${tokens}, dropout ${dropout}`,
  );
  for (const size of asked.sizes.split(',')) {
    console.log(`layers x hidden: ${size}`);
    const ours: Timing[] = [];
    const theirs = new Map<string, Timing[]>();
    for (let round = 0; round < Number(asked.rounds); round++) {
      ours.push(inChild(size));
      for (const attention of asked.python === undefined ? [] : asked.attention.split(',')) {
        const timing = timePytorch(size, asked.python ?? '', attention);
        theirs.set(attention, [...(theirs.get(attention) ?? []), timing]);
      }
    }
    const our = joined(ours);
    printTiming('compiled', our);
    for (const [attention, rounds] of theirs) {
      const their = joined(rounds);
      printTiming(`PyTorch, ${attention}`, their);
      const ratios = [
        `min ${(fastest(their) / fastest(our)).toFixed(2)}`,
        `median ${(median(their) / median(our)).toFixed(2)}`,
        `processor time ${(Math.min(...their.cpu) / Math.min(...our.cpu)).toFixed(2)}`,
        `memory ${(our.peakMegabytes / their.peakMegabytes).toFixed(2)}`,
      ];
      console.log(`  ratio to it        ${ratios.join(', ')}`);
    }
    if (asked.operators) await printOperators(size);
  }
  if (asked.python === undefined) {
    console.log('Give --python PATH of a Python with torch and transformers for the comparison.');
  }
}

await main();
