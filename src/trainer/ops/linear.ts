import * as tf from '@tensorflow/tfjs-core';

/**
 * x times the transposed weight, plus bias: one 2-D product over all rows, which is faster than a batched one.
 * @param x float32 [..., in]
 * @param weight float32 [out, in], as PyTorch stores it
 * @param bias float32 [out], or null for none
 * @returns float32 [..., out]
 */
export function linear(x: tf.Tensor, weight: tf.Tensor, bias: tf.Tensor | null): tf.Tensor {
  const [nOut, nIn] = weight.shape as readonly number[];
  if (nOut === undefined || nIn === undefined || weight.rank !== 2) {
    throw new Error(`A linear layer needs a weight [out, in], not [${weight.shape.join(', ')}].`);
  }
  const rows = tf.reshape(x, [-1, nIn]); // [N, in]
  const product = tf.matMul(rows, weight, false, true); // [N, out]
  const shifted = bias === null ? product : tf.add(product, bias);
  return tf.reshape(shifted, [...x.shape.slice(0, -1), nOut]);
}
