// Gaussian error linear unit, exact form, https://arxiv.org/abs/1606.08415:
//   y = x * P(x),  P(x) = (1 + erf(x / sqrt 2)) / 2,  dy/dx = P(x) + x * exp(-x^2 / 2) / sqrt(2 pi)
import * as tf from '@tensorflow/tfjs-core';
import { hasFusedKernel, outputAt, runFusedKernel } from './fusedKernels';

/** GELU in its exact (erf) form, element by element. */
export function gelu(x: tf.Tensor): tf.Tensor {
  const activate = tf.customGrad((...args) => {
    const [value, save] = args as [tf.Tensor, tf.GradSaveFunc];
    save([value]);
    return {
      value: forward(value),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backward(dy, saved[0] ?? value),
    };
  });
  return activate(x);
}

function forward(x: tf.Tensor): tf.Tensor {
  if (hasFusedKernel('Gelu')) return outputAt(runFusedKernel('Gelu', { x }), 0);
  return tf.mul(x, normalCdf(x));
}

function backward(dy: tf.Tensor, x: tf.Tensor): tf.Tensor {
  if (hasFusedKernel('GeluGrad')) return outputAt(runFusedKernel('GeluGrad', { dy, x }), 0);
  const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
  return tf.mul(dy, tf.add(normalCdf(x), tf.mul(x, density)));
}

function normalCdf(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);
}
