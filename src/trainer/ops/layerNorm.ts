// Layer normalisation over the last axis, https://arxiv.org/abs/1607.06450:
//   xhat = (x - mean) * inv,  y = xhat * gamma + beta,  inv = 1 / sqrt(variance + eps)
//   dx = inv * (g - mean(g) - xhat * mean(g * xhat)) where g = dy * gamma
import * as tf from '@tensorflow/tfjs-core';
import { hasFusedKernel, outputAt, runFusedKernel } from './fusedKernels';

/**
 * Normalises x over its last axis, then scales and shifts.
 * @param x float32 [..., C]
 * @param gamma float32 [C]
 * @param beta float32 [C]
 * @returns float32 [..., C]
 */
export function layerNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, eps: number): tf.Tensor {
  const normalize = tf.customGrad((...args) => {
    const [value, scale, shift, save] = args as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    const [y, mean, inv] = forward(value, scale, shift, eps);
    save([value, scale, mean, inv]);
    return {
      value: y,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        backward(dy, saved as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]),
    };
  });
  return normalize(x, gamma, beta);
}

function forward(
  x: tf.Tensor,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  eps: number,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  if (hasFusedKernel('LayerNormalization')) {
    const outputs = runFusedKernel('LayerNormalization', { x, gamma, beta }, { eps });
    return [outputAt(outputs, 0), outputAt(outputs, 1), outputAt(outputs, 2)];
  }
  const mean = tf.mean(x, -1, true);
  const centred = tf.sub(x, mean);
  const inv = tf.rsqrt(tf.add(tf.mean(tf.square(centred), -1, true), eps));
  return [tf.add(tf.mul(tf.mul(centred, inv), gamma), beta), mean, inv];
}

function backward(
  dy: tf.Tensor,
  [x, gamma, mean, inv]: [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor],
): tf.Tensor[] {
  if (hasFusedKernel('LayerNormalizationGrad')) {
    return runFusedKernel('LayerNormalizationGrad', { dy, x, gamma, mean, inv });
  }
  const channels = gamma.size;
  const rows = [x.size / channels, channels];
  const xhat = tf.mul(tf.sub(x, mean), inv);
  const g = tf.mul(dy, gamma);
  const ofMean = tf.add(tf.mean(g, -1, true), tf.mul(xhat, tf.mean(tf.mul(g, xhat), -1, true)));
  return [
    tf.mul(inv, tf.sub(g, ofMean)),
    tf.sum(tf.reshape(tf.mul(dy, xhat), rows), 0),
    tf.sum(tf.reshape(dy, rows), 0),
  ];
}
