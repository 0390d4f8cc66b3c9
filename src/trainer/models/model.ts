import type { Tensor } from '@tensorflow/tfjs-core';
import type { Randomness, Tensors } from '../engine/engine';

/**
 * A stretch of parameter memory that a program sees as one tensor. Usually one parameter; several when a product
 * reads them side by side (query, key and value weights stand one after the other, so [3H, H] costs no copy).
 */
export interface Span {
  /** The program's input name. */
  readonly name: string;
  readonly shape: readonly number[];
  /** Parameters in memory order, with their Hugging Face names. */
  readonly members: readonly Parameter[];
  /** Weight decay applies (transformers: everything but biases and LayerNorm). */
  readonly decay: boolean;
  /**
   * A lookup table: the batch input whose int32 values choose its rows. Programs receive the chosen rows
   * [...indices shape, columns] in place of the table, and its gradient leaves the graph as rows.
   */
  readonly rowsOf: string | null;
  /** Its learning rate, in those of the training; left out: 1. */
  readonly rate?: number;
}

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network with its head as plain functions over named tensors. */
export interface Model {
  readonly family: string;
  readonly spans: readonly Span[];
  /** Width of what the head reads. */
  readonly pooledSize: number;
  /** Longest sequence it can read, special tokens included. */
  readonly maxTokens: number;
  /**
   * @param values a tensor for every span: its parameters, or the looked-up rows where `rowsOf` is set.
   * @param batch `inputIds`, `attentionMask`, `tokenTypeIds`: int32 [rows, tokens].
   * @param random dropout in training; `noDropout` otherwise.
   */
  forward(values: Tensors, batch: Tensors, random: Randomness): Classified;
  /** The encoder alone, at every position; same inputs as `forward`. */
  encode(values: Tensors, batch: Tensors, random: Randomness): Encoding;
}

export interface Classified {
  /** float32 [rows, labels] */
  readonly logits: Tensor;
  /** What the head reads, before its dropout, float32 [rows, pooledSize]. */
  readonly pooled: Tensor;
}

export interface Encoding {
  /** Last hidden states, float32 [rows, tokens, hidden]. */
  readonly hidden: Tensor;
  /** What the head reads, float32 [rows, pooledSize]. */
  readonly pooled: Tensor;
}

/** Leaves everything as it is: for evaluation and prediction. */
export const noDropout: Randomness = { dropout: (x) => x };

/** How strongly a training drops; each from 0 to below 1. */
export interface DropoutRates {
  readonly hidden: number;
  readonly attention: number;
  readonly classifier: number;
}
