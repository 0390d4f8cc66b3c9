// Adversarial debiasing by gradient reversal, https://arxiv.org/abs/1505.07818 and https://arxiv.org/abs/1801.07593: a small
// network learns to tell the group from what the head reads, and the encoder learns, by the same gradient turned round and
// times alpha, to make that hard.
import * as tf from '@tensorflow/tfjs-core';
import type { Tensors } from '../engine/engine';
import type { Span } from '../models/model';
import { linearParameters, single, tensorNamed } from '../models/parameters';
import { linear } from '../ops/linear';

/** A network of one hidden layer from the pooled vector to groups. */
export interface Adversary {
  readonly spans: readonly Span[];
  readonly groupCount: number;
}

const prefix = 'adversary';

/** @param rate times the training's learning rate: the adversary has to keep up with an encoder that knows a lot */
export function createAdversary(
  pooledSize: number,
  { groupCount, hidden, rate }: { groupCount: number; hidden: number; rate: number },
): Adversary {
  const parameters = [
    ...linearParameters(`${prefix}.hidden`, hidden, pooledSize),
    ...linearParameters(`${prefix}.out`, groupCount, hidden),
  ];
  return { groupCount, spans: parameters.map((parameter) => ({ ...single(parameter), rate })) };
}

/**
 * The adversary's cross-entropy: minus the sum of targets times log-probabilities. The gradient reaches its own parameters as
 * it is, and `pooled` times -alpha.
 * @param pooled float32 [rows, width]
 * @param targets float32 [rows, groups]; 0 for rows of no group
 * @param alpha float32 [1]
 */
export function adversaryLoss(
  values: Tensors,
  pooled: tf.Tensor,
  { targets, alpha }: { readonly targets: tf.Tensor; readonly alpha: tf.Tensor },
): tf.Scalar {
  const layer = (name: string, x: tf.Tensor): tf.Tensor =>
    linear(
      x,
      tensorNamed(values, `${prefix}.${name}.weight`),
      tensorNamed(values, `${prefix}.${name}.bias`),
    );
  const hidden = tf.relu(layer('hidden', reverseGradient(pooled, alpha)));
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(layer('out', hidden)))));
}

/** x itself; its gradient is that of the result times -alpha. */
function reverseGradient(x: tf.Tensor, alpha: tf.Tensor): tf.Tensor {
  const reverse = tf.customGrad((...args) => {
    const [value, factor, save] = args as [tf.Tensor, tf.Tensor, tf.GradSaveFunc];
    save([factor]);
    return {
      value: tf.clone(value),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const by = saved[0] ?? factor;
        return [tf.neg(tf.mul(dy, by)), tf.zerosLike(by)];
      },
    };
  });
  return reverse(x, alpha);
}

/**
 * alpha of a step: Ganin and others' course from 0 to `weight`, 2 / (1 + exp(-10 p)) - 1 where p is the share of all steps done
 * before. The adversary learns before the encoder has to hide anything.
 */
export function reversalAt(step: number, totalSteps: number, weight: number): number {
  const done = (step - 1) / totalSteps;
  return weight * (2 / (1 + Math.exp(-10 * done)) - 1);
}
