import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../../engine/engine';
import { attention, selfAttention, type AttentionOptions } from '../../ops/attention';
import { linear } from '../../ops/linear';
import { tensorNamed } from '../parameters';
import { projectionName } from './bertSpans';

/** Hides padding: 0 where the mask is 1, else so low that softmax gives exactly 0; [B, T] to [B, 1, 1, T]. */
export function paddingMask(attentionMask: tf.Tensor): tf.Tensor {
  const [rows = 0, tokens = 0] = attentionMask.shape;
  const hidden = tf.mul(tf.sub(tf.cast(attentionMask, 'float32'), 1), 1e9);
  return tf.reshape(hidden, [rows, 1, 1, tokens]);
}

/**
 * Every position asks every other, by one product for query, key and value.
 * @param x float32 [B * T, H]
 * @returns float32 [B * T, H]
 */
export function attendFully(
  values: Tensors,
  layer: string,
  x: tf.Tensor,
  { rows, ...options }: AttentionOptions & { readonly rows: number },
): tf.Tensor {
  const qkv = project(values, layer, ['query', 'key', 'value'], x); // [B * T, 3H]
  const width = x.shape[1] ?? 0;
  const context = selfAttention(tf.reshape(qkv, [rows, -1, 3 * width]), options);
  return tf.reshape(context, [-1, width]);
}

/**
 * Given positions ask all positions; query stands apart from key and value.
 * @param asking float32 [B * Tq, H]
 * @param x float32 [B * T, H]
 * @returns float32 [B * Tq, H]
 */
export function attendFrom(
  values: Tensors,
  layer: string,
  asking: tf.Tensor,
  x: tf.Tensor,
  { rows, ...options }: AttentionOptions & { readonly rows: number },
): tf.Tensor {
  const width = x.shape[1] ?? 0;
  const byRow = (part: tf.Tensor): tf.Tensor => tf.reshape(part, [rows, -1, width]);
  const query = project(values, layer, ['query'], asking);
  const [key, value] = tf.split(project(values, layer, ['key', 'value'], x), 2, 1);
  if (!key || !value) throw new Error('Key and value must stand side by side.');
  const context = attention(byRow(query), byRow(key), byRow(value), options);
  return tf.reshape(context, [-1, width]);
}

function project(
  values: Tensors,
  layer: string,
  parts: readonly string[],
  x: tf.Tensor,
): tf.Tensor {
  const name = projectionName(layer, parts);
  return linear(x, tensorNamed(values, `${name}.weight`), tensorNamed(values, `${name}.bias`));
}
