import type { Buffers, Engine, Executable, Program, TensorSpec } from '../engine/engine';
import type { Model, Span } from '../models/model';
import { elementCount } from '../models/parameters';
import type { LookupTable } from './lookupTable';
import { textsPerRow, trainedSpans, type Objective } from './objective';
import type { ParameterStore } from './parameterStore';
import {
  gradientOf,
  gradientProgram,
  logitsProgram,
  objectiveInputs,
  programInputs,
  trainingLogitsProgram,
} from './stepPrograms';
import { createBatchArrays, type BatchArrays } from './tokenRows';

/** A program compiled for one shape with the arrays it reads and writes, the same objects at every run. */
export interface BoundProgram {
  readonly executable: Executable;
  /** Texts: with pairs twice the rows of the batch. */
  readonly rows: number;
  readonly tokens: number;
  readonly batch: BatchArrays;
  readonly feeds: Buffers;
  /** What overwrites the step's gradients, or yields logits. */
  readonly results: Buffers;
  /** The same for a micro-batch whose gradients are added to the step's. */
  readonly furtherResults: Buffers;
  /** What it reads beside texts and parameters; see objectiveInputs. Among `feeds` too. */
  readonly inputs: Readonly<Record<string, Float32Array>>;
}

export interface ProgramSource {
  readonly engine: Engine;
  readonly model: Model;
  readonly store: ParameterStore;
  readonly labelCount: number;
}

/** Compiles on first use, keeps the most recently used and disposes the others. */
export interface ProgramCache {
  /** For `rows` texts of `tokens`. */
  program(rows: number, tokens: number): Promise<BoundProgram>;
  dispose(): Promise<void>;
}

export function gradientPrograms(
  source: ProgramSource,
  objective: Objective,
  capacity: number,
): ProgramCache {
  const { model, store, labelCount } = source;
  const program = gradientProgram(model, objective);
  const spans = trainedSpans(model, objective);
  return createCache(capacity, async (rows, tokens) => {
    const loss = new Float32Array(1);
    const tableGradients = tableArrays(store, (table) => table.gradientView(rows * tokens));
    const dense = (pick: 'gradient' | 'microGradient'): Buffers =>
      Object.fromEntries(
        store.dense.map((owner) => [gradientOf(owner.span), owner[pick] ?? owner.gradient]),
      );
    const named = Object.fromEntries(
      store.tables.map(({ span }) => [gradientOf(span), tableGradients[span.name] ?? loss]),
    );
    const inputs = objectiveInputs(objective, rows / textsPerRow(objective), labelCount);
    return bind(
      source,
      program,
      { rows, tokens, spans, inputs },
      {
        results: { loss, ...dense('gradient'), ...named },
        furtherResults: { loss, ...dense('microGradient'), ...named },
      },
    );
  });
}

/** Logits for an evaluation: without dropout. */
export function logitsPrograms(source: ProgramSource, capacity: number): ProgramCache {
  return programsOf(logitsProgram(source.model), source, capacity);
}

/** Logits as a training step makes them: with its dropout. */
export function trainingLogitsPrograms(source: ProgramSource, capacity: number): ProgramCache {
  return programsOf(trainingLogitsProgram(source.model), source, capacity);
}

function programsOf(program: Program, source: ProgramSource, capacity: number): ProgramCache {
  return createCache(capacity, (rows, tokens) => {
    const results = { logits: new Float32Array(rows * source.labelCount) };
    const shape = { rows, tokens, spans: source.model.spans, inputs: {} };
    return bind(source, program, shape, { results, furtherResults: results });
  });
}

interface Shape {
  readonly rows: number;
  readonly tokens: number;
  /** The parameters it reads. */
  readonly spans: readonly Span[];
  readonly inputs: Readonly<Record<string, TensorSpec>>;
}

async function bind(
  { engine, store }: ProgramSource,
  program: Program,
  { rows, tokens, spans, inputs: specs }: Shape,
  outputs: { readonly results: Buffers; readonly furtherResults: Buffers },
): Promise<BoundProgram> {
  const batch = createBatchArrays(rows, tokens);
  const inputs = Object.fromEntries(
    Object.entries(specs).map(([name, { shape }]) => [name, new Float32Array(elementCount(shape))]),
  );
  const isRead = new Set(spans.map(({ name }) => name));
  const read = store.dense.filter(({ span }) => isRead.has(span.name));
  const feeds: Buffers = {
    ...batch,
    ...Object.fromEntries(read.map(({ span, values }) => [span.name, values])),
    ...tableArrays(store, (table) => table.rowsView(rows * tokens)),
    ...inputs,
  };
  const executable = await engine.compile(program, {
    ...programInputs({ spans }, rows, tokens),
    ...specs,
  });
  return { executable, rows, tokens, batch, feeds, inputs, ...outputs };
}

function tableArrays(
  store: ParameterStore,
  view: (table: LookupTable) => Float32Array,
): Record<string, Float32Array> {
  return Object.fromEntries(store.tables.map((table) => [table.span.name, view(table)]));
}

function createCache(
  capacity: number,
  create: (rows: number, tokens: number) => Promise<BoundProgram>,
): ProgramCache {
  // A Map iterates in the order of insertion: its first entry is the least recently used.
  const programs = new Map<string, BoundProgram>();
  return {
    async program(rows, tokens) {
      const key = `${rows}x${tokens}`;
      const found = programs.get(key);
      programs.delete(key);
      const oldest = programs.entries().next().value;
      if (!found && oldest && programs.size >= capacity) {
        programs.delete(oldest[0]);
        await oldest[1].executable.dispose();
      }
      const bound = found ?? (await create(rows, tokens));
      programs.set(key, bound);
      return bound;
    },
    async dispose() {
      for (const { executable } of programs.values()) await executable.dispose();
      programs.clear();
    },
  };
}
