import { UserError } from '../../protocol/errors';
import type { Span } from '../models/model';
import { LookupTable } from './lookupTable';
import { blockBytes, createMemoryBlock, largestBlockBytes, type MemoryBlock } from './memoryBlock';
import type { OptimizerKernels } from './kernels/optimizerKernels';

/** A span whose gradient has its shape. */
export interface DenseSpan {
  readonly span: Span;
  readonly kernels: OptimizerKernels;
  readonly values: Float32Array;
  readonly gradient: Float32Array;
  /** Where the gradient of a further micro-batch arrives before it is added; absent without accumulation. */
  readonly microGradient: Float32Array | null;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
}

/** How much a training looks up at once. */
export interface StoreLimits {
  /** Indices of one micro-batch: rows times tokens. */
  readonly indices: number;
  /** Micro-batches per optimiser step. */
  readonly accumulation: number;
}

/** Parameters, gradients and moments of a model in memory that kernels and engine share. */
export interface ParameterStore {
  readonly dense: readonly DenseSpan[];
  readonly tables: readonly LookupTable[];
}

/** An array under a Hugging Face name: a view, never a copy. */
export interface NamedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

const elements = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);

/**
 * Reserves memory for every span, in as few blocks as 4 GiB allow; all zero.
 * @throws UserError when one tensor alone is too big for a block.
 */
export function createParameterStore(spans: readonly Span[], limits: StoreLimits): ParameterStore {
  const dense: DenseSpan[] = [];
  const tables: LookupTable[] = [];
  for (const group of blocksOf(spans, limits)) {
    const block = createMemoryBlock(group.reduce((sum, span) => sum + spanBytes(span, limits), 0));
    for (const span of group) {
      if (span.rowsOf === null) dense.push(denseSpan(span, block, limits));
      else tables.push(new LookupTable(span, block, limits));
    }
  }
  return { dense, tables };
}

/** Bytes of parameters, gradients and moments of one span. */
export function spanBytes(span: Span, limits: StoreLimits): number {
  if (span.rowsOf !== null) return LookupTable.bytes(span, limits);
  return (limits.accumulation > 1 ? 5 : 4) * blockBytes(elements(span.shape));
}

function denseSpan(span: Span, block: MemoryBlock, limits: StoreLimits): DenseSpan {
  const count = elements(span.shape);
  return {
    span,
    kernels: block.kernels,
    values: block.floats(count),
    gradient: block.floats(count),
    microGradient: limits.accumulation > 1 ? block.floats(count) : null,
    firstMoment: block.floats(count),
    secondMoment: block.floats(count),
  };
}

function blocksOf(spans: readonly Span[], limits: StoreLimits): Span[][] {
  const groups: Span[][] = [[]];
  let used = 0;
  for (const span of spans) {
    const bytes = spanBytes(span, limits);
    if (bytes > largestBlockBytes - 65_536) {
      const size = elements(span.shape).toLocaleString('en');
      throw new UserError(`The parameter ${span.name} is too big to train: ${size} numbers.`, {
        next: 'Choose a smaller model.',
      });
    }
    if (used + bytes > largestBlockBytes - 65_536) {
      groups.push([]);
      used = 0;
    }
    groups.at(-1)?.push(span);
    used += bytes;
  }
  return groups;
}

/** What can be read of a span under its parameters' names. */
export type Part = 'values' | 'firstMoment' | 'secondMoment';

/**
 * Views of every parameter (or its moments), by Hugging Face name. Lookup tables must have been settled for
 * what is read to be up to date.
 */
export function namedArrays(store: ParameterStore, part: Part): NamedArray[] {
  return [...store.dense, ...store.tables].flatMap((owner) => {
    const whole = owner[part];
    let offset = 0;
    return owner.span.members.map(({ name, shape }) => {
      const start = offset;
      offset += elements(shape);
      return { name, shape, data: whole.subarray(start, offset) };
    });
  });
}

/**
 * Fills parameters or moments from arrays by name.
 * @throws Error when a name is missing or a size differs.
 */
export function fillArrays(
  store: ParameterStore,
  part: Part,
  source: (name: string) => Float32Array | undefined,
): void {
  for (const { name, data } of namedArrays(store, part)) {
    const from = source(name);
    if (from?.length !== data.length) {
      throw new Error(`${name}: ${from?.length ?? 'no'} numbers instead of ${data.length}.`);
    }
    data.set(from);
  }
}
