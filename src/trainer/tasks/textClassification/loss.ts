import * as tf from '@tensorflow/tfjs-core';

/**
 * Cross-entropy of a classification head: minus the sum of targets times log-probabilities; see lossTargets.ts.
 * @param logits float32 [rows, labels]
 * @param targets float32 [rows, labels]
 */
export function classificationLoss(logits: tf.Tensor, targets: tf.Tensor): tf.Scalar {
  return tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits))));
}
