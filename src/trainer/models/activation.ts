import * as tf from '@tensorflow/tfjs-core';
import { assertNever } from '../../protocol/assertNever';
import { gelu } from '../ops/gelu';

/** Names as in `hidden_act` of config.json. */
export const activations = ['gelu', 'gelu_new', 'gelu_pytorch_tanh', 'relu'] as const;
export type Activation = (typeof activations)[number];

/** Applies an activation element by element. */
export function activate(activation: Activation, x: tf.Tensor): tf.Tensor {
  switch (activation) {
    case 'gelu':
      return gelu(x);
    case 'gelu_new':
    case 'gelu_pytorch_tanh':
      return tanhGelu(x);
    case 'relu':
      return tf.relu(x);
    default:
      return assertNever(activation, 'activation');
  }
}

/** The approximation of https://arxiv.org/abs/1606.08415: x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))). */
function tanhGelu(x: tf.Tensor): tf.Tensor {
  const cubed = tf.mul(tf.mul(tf.square(x), x), 0.044715);
  const inner = tf.mul(tf.add(x, cubed), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
}
