import type { Span } from '../models/model';
import type { ParameterStore } from './parameterStore';

/** torch.optim.AdamW's and transformers' defaults; the kernels have them built in. */
const beta1 = 0.9;
const beta2 = 0.999;

/** What one update multiplies by, as the kernels take it. */
export interface UpdateFactors {
  /** Factor on the gradient: clipping. */
  readonly scale: number;
  /** 1 - lr * weight decay. */
  readonly keep: number;
  /** lr / (1 - beta1^t) */
  readonly rate: number;
  /** 1 / sqrt(1 - beta2^t) */
  readonly correction: number;
}

export interface AdamWStep {
  /** Counts from 1: bias correction. */
  readonly step: number;
  readonly learningRate: number;
  readonly weightDecay: number;
  readonly gradientScale: number;
}

/**
 * L2 norm of all gradients of the step, as torch.nn.utils.clip_grad_norm_ returns it; summed in double precision in
 * a fixed order. Not finite when any gradient is not.
 */
export function gradientNorm(store: ParameterStore): number {
  let sum = 0;
  for (const { kernels, gradient } of store.dense) {
    sum += kernels.squaredNorm(gradient.byteOffset, gradient.length);
  }
  for (const table of store.tables) sum += table.squaredNorm();
  return Math.sqrt(sum);
}

/** clip_grad_norm_'s factor: at most 1; `largest` 0 means no clipping. */
export function clipScale(norm: number, largest: number): number {
  return largest === 0 ? 1 : Math.min(1, largest / (norm + 1e-6));
}

/** One decoupled AdamW update of every parameter, in place; spans say which of them decay. */
export function updateParameters(store: ParameterStore, request: AdamWStep): void {
  const { step, learningRate, weightDecay, gradientScale } = request;
  const rateOf = ({ rate = 1 }: Span): number => (learningRate * rate) / (1 - beta1 ** step);
  const correction = 1 / Math.sqrt(1 - beta2 ** step);
  const keepOf = ({ decay, rate = 1 }: Span): number =>
    decay ? 1 - learningRate * rate * weightDecay : 1;

  for (const { span, kernels, values, gradient, firstMoment, secondMoment } of store.dense) {
    kernels.adamW(
      values.byteOffset,
      gradient.byteOffset,
      firstMoment.byteOffset,
      secondMoment.byteOffset,
      values.length,
      gradientScale,
      keepOf(span),
      rateOf(span),
      correction,
    );
  }
  for (const table of store.tables) {
    const keep = keepOf(table.span);
    table.update({ scale: gradientScale, keep, rate: rateOf(table.span), correction });
  }
}

/** False when any parameter is NaN or infinite; lookup tables must have been settled. */
export function parametersAreFinite(store: ParameterStore): boolean {
  const finite = store.dense.every(({ kernels, values }) =>
    Number.isFinite(kernels.squaredNorm(values.byteOffset, values.length)),
  );
  return finite && store.tables.every((table) => table.valuesAreFinite());
}
