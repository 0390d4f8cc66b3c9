import * as tf from '@tensorflow/tfjs-core';
import type { Randomness, Tensors } from '../../engine/engine';
import { layerNorm } from '../../ops/layerNorm';
import { tensorNamed } from '../parameters';
import type { BertConfig } from './bertConfig';
import { wordEmbeddings } from './bertSpans';

/**
 * Word, position and token-type vectors, summed and normalised.
 * @param batch `tokenTypeIds`: int32 [B, T]
 * @returns float32 [B * T, H]
 */
export function embeddings(
  values: Tensors,
  batch: Tensors,
  { config, dropout, random }: { config: BertConfig; dropout: number; random: Randomness },
): tf.Tensor {
  const named = (name: string): tf.Tensor => tensorNamed(values, `bert.embeddings.${name}`);
  const { hiddenSize, tokenTypes, layerNormEps } = config;
  const types = tensorNamed(batch, 'tokenTypeIds');
  const [rows = 0, tokens = 0] = types.shape;

  const words = tf.reshape(tensorNamed(values, wordEmbeddings), [rows, tokens, hiddenSize]);
  const positions = tf.slice(named('position_embeddings.weight'), [0, 0], [tokens, hiddenSize]);
  // A product with one-hot rows: its gradient is a product too, where a gather's would be a sum by index.
  const oneHot = tf.oneHot(tf.reshape(types, [-1]), tokenTypes); // [B * T, types]
  const kinds = tf.matMul(oneHot, named('token_type_embeddings.weight')); // [B * T, H]

  const placed = tf.reshape(tf.add(words, positions), [rows * tokens, hiddenSize]);
  const normalized = layerNorm(
    tf.add(placed, kinds),
    named('LayerNorm.weight'),
    named('LayerNorm.bias'),
    layerNormEps,
  );
  return random.dropout(normalized, dropout);
}
