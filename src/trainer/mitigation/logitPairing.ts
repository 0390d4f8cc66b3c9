// Counterfactual logit pairing, https://arxiv.org/abs/1809.10610: + lambda * mean |f(x) - f(swap x)|.
import * as tf from '@tensorflow/tfjs-core';
import type { Randomness } from '../engine/engine';

/**
 * How far the logits of rows and of their swaps are apart, each row times its weight, summed. A constant added to all logits
 * of a row changes no probability, so rows are centred first; with two labels the distance then is that of the log-odds.
 * @param logits float32 [2 * rows, labels]: rows, then their swaps
 * @param weights float32 [rows]: 0 for a row without a swap
 */
export function pairingGap(logits: tf.Tensor, weights: tf.Tensor): tf.Scalar {
  const [rows = 0] = weights.shape;
  const centred = tf.sub(logits, tf.mean(logits, -1, true));
  const [own, swapped] = halves(centred, rows);
  return tf.sum(tf.mul(weights, tf.sum(tf.abs(tf.sub(own, swapped)), -1)));
}

/** The first `rows` rows, and as many behind them. */
export function halves(x: tf.Tensor, rows: number): [tf.Tensor, tf.Tensor] {
  const rest = x.shape.slice(1);
  const zeros = rest.map(() => 0);
  return [
    tf.slice(x, [0, ...zeros], [rows, ...rest]),
    tf.slice(x, [rows, ...zeros], [rows, ...rest]),
  ];
}

/** Drops of the second half of the rows what it drops of the first: a row and its swap differ by their words alone. */
export function sharedByHalves(random: Randomness): Randomness {
  return {
    dropout(x, rate) {
      if (rate === 0) return x;
      const [first = 0, ...rest] = x.shape;
      const mask = random.dropout(tf.ones([first / 2, ...rest]), rate);
      return tf.mul(x, tf.concat([mask, mask], 0));
    },
  };
}
