import * as tf from '@tensorflow/tfjs-core';
import type { Program } from '../engine/engine';
import { noDropout, type Model } from '../models/model';
import { tensorNamed } from '../models/parameters';

/**
 * Embeddings of texts: `mean` over all their tokens, special ones included, and the `first` token's, both
 * float32 [rows, hidden]. Nothing is normalised.
 */
export function embeddingProgram(model: Model): Program {
  return (inputs) => {
    const { hidden } = model.encode(inputs, inputs, noDropout); // [B, T, H]
    const [rows = 0, tokens = 0, width = 0] = hidden.shape;
    const mask = tf.cast(tensorNamed(inputs, 'attentionMask'), 'float32');
    const kept = tf.mul(hidden, tf.reshape(mask, [rows, tokens, 1]));
    const counts = tf.reshape(tf.sum(mask, 1), [rows, 1]);
    return {
      mean: tf.div(tf.sum(kept, 1), counts),
      first: tf.reshape(tf.slice(hidden, [0, 0, 0], [rows, 1, width]), [rows, width]),
    };
  };
}
