import * as tf from '@tensorflow/tfjs-core';
import type { Program, Randomness, Tensors, TensorSpec } from '../engine/engine';
import { noDropout, type Model, type Span } from '../models/model';
import { classificationLoss } from '../tasks/textClassification/loss';

/** Token inputs of every program, int32 [rows, tokens]. */
const tokenInputs = ['inputIds', 'attentionMask', 'tokenTypeIds'] as const;

/** Name of the output that holds a span's gradient. */
export const gradientOf = (span: Span): string => `gradient/${span.name}`;

/** Loss and gradients of one micro-batch; see the task's lossTargets.ts for `targets`, float32 [rows, labels]. */
export function gradientProgram(model: Model): Program {
  return (inputs, random) => {
    const names = model.spans.map(({ name }) => name);
    const values = names.map((name) => tensorOf(inputs, name));
    const targets = tensorOf(inputs, 'targets');
    const loss = (...parameters: tf.Tensor[]): tf.Scalar => {
      const named: Record<string, tf.Tensor> = {};
      for (const [index, tensor] of parameters.entries()) named[names[index] ?? ''] = tensor;
      const logits = model.forward(named, batchOf(inputs), random);
      return classificationLoss(logits, targets);
    };
    const { value, grads } = tf.valueAndGrads(loss)(values);
    const gradients = model.spans.map((span, index) => [gradientOf(span), grads[index]] as const);
    return { loss: value, ...Object.fromEntries(gradients) };
  };
}

/** Logits alone, float32 [rows, labels], without dropout. */
export function logitsProgram(model: Model): Program {
  return (inputs) => ({ logits: logitsOf(model, inputs, noDropout) });
}

/** The logits that `gradientProgram` takes the loss of, dropout included: the same draw gives the same masks. */
export function trainingLogitsProgram(model: Model): Program {
  return (inputs, random) => ({ logits: logitsOf(model, inputs, random) });
}

function logitsOf(model: Model, inputs: Tensors, random: Randomness): tf.Tensor {
  const named = Object.fromEntries(model.spans.map(({ name }) => [name, tensorOf(inputs, name)]));
  return model.forward(named, batchOf(inputs), random);
}

/** What both programs read for batches of `rows` x `tokens`. */
export function programInputs(
  model: Model,
  rows: number,
  tokens: number,
): Record<string, TensorSpec> {
  const tokenSpec: TensorSpec = { shape: [rows, tokens], dtype: 'int32' };
  const spanSpec = ({ shape, rowsOf }: Span): TensorSpec => ({
    shape: rowsOf === null ? shape : [rows, tokens, ...shape.slice(1)],
    dtype: 'float32',
  });
  return {
    ...Object.fromEntries(tokenInputs.map((name) => [name, tokenSpec])),
    ...Object.fromEntries(model.spans.map((span) => [span.name, spanSpec(span)])),
  };
}

function batchOf(inputs: Tensors): Tensors {
  return Object.fromEntries(tokenInputs.map((name) => [name, tensorOf(inputs, name)]));
}

function tensorOf(inputs: Tensors, name: string): tf.Tensor {
  const tensor = inputs[name];
  if (tensor === undefined) throw new Error(`The program has no input ${name}.`);
  return tensor;
}
