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
}

export interface Parameter {
  readonly name: string;
  readonly shape: readonly number[];
}

/** A network with its head as plain functions over named tensors. */
export interface Model {
  readonly family: string;
  readonly spans: readonly Span[];
  /**
   * @param values a tensor for every span: its parameters, or the looked-up rows where `rowsOf` is set.
   * @param batch `inputIds`, `attentionMask`, `tokenTypeIds`: int32 [rows, tokens].
   * @returns logits, float32 [rows, labels].
   */
  forward(values: Tensors, batch: Tensors, random: Randomness): Tensor;
}
