import * as tf from '@tensorflow/tfjs-core';
import type { Program, Randomness, Tensors, TensorSpec } from '../engine/engine';
import { adversaryLoss } from '../mitigation/adversary';
import { halves, pairingGap, sharedByHalves } from '../mitigation/logitPairing';
import { noDropout, type Model, type Span } from '../models/model';
import { classificationLoss } from '../tasks/textClassification/loss';
import { trainedSpans, type Objective } from './objective';

/** Token inputs of every program, int32 [rows, tokens]. */
const tokenInputs = ['inputIds', 'attentionMask', 'tokenTypeIds'] as const;

/** Name of the output that holds a span's gradient. */
export const gradientOf = (span: Span): string => `gradient/${span.name}`;

/**
 * Loss and gradients of one micro-batch; see the task's lossTargets.ts for `targets`. `loss` is the loss of the rows alone;
 * `pairing` and `adversary` are what the objective adds to it, where it has them.
 */
export function gradientProgram(model: Model, objective: Objective): Program {
  const spans = trainedSpans(model, objective);
  return (inputs, random) => {
    const values = spans.map(({ name }) => tensorOf(inputs, name));
    let parts: Readonly<Record<string, tf.Tensor>> = {};
    const total = (...parameters: tf.Tensor[]): tf.Scalar => {
      const named = Object.fromEntries(
        parameters.map((tensor, index) => [spans[index]?.name ?? '', tensor]),
      );
      const found = lossParts(model, objective, { named, inputs, random });
      const further = Object.values(found).slice(1);
      if (further.length === 0) return found.loss;
      // note: what is not the result ends with the forward pass unless it is kept.
      parts = Object.fromEntries(
        Object.entries(found).map(([name, part]) => [name, tf.keep(part)]),
      );
      return further.reduce((sum: tf.Scalar, part) => tf.add(sum, part), found.loss);
    };
    const { value, grads } = tf.valueAndGrads(total)(values);
    const gradients = spans.map((span, index) => [gradientOf(span), grads[index]] as const);
    return { loss: value, ...released(parts), ...Object.fromEntries(gradients) };
  };
}

/** What the objective is the sum of. */
function lossParts(
  model: Model,
  { isPaired, adversary }: Objective,
  {
    named,
    inputs,
    random,
  }: { readonly named: Tensors; readonly inputs: Tensors; readonly random: Randomness },
): { readonly loss: tf.Scalar } & Readonly<Record<string, tf.Scalar>> {
  const targets = tensorOf(inputs, 'targets');
  const [rows = 0] = targets.shape;
  const draw = isPaired ? sharedByHalves(random) : random;
  const { logits, pooled } = model.forward(named, batchOf(inputs), draw);
  const own = (x: tf.Tensor): tf.Tensor => (isPaired ? halves(x, rows)[0] : x);
  return {
    loss: classificationLoss(own(logits), targets),
    ...(isPaired ? { pairing: pairingGap(logits, tensorOf(inputs, 'pairWeights')) } : {}),
    ...(adversary === null
      ? {}
      : {
          adversary: adversaryLoss(named, own(pooled), {
            targets: tensorOf(inputs, 'groupTargets'),
            alpha: tensorOf(inputs, 'reversal'),
          }),
        }),
  };
}

/** Kept tensors as ones that are freed with all others. */
function released(kept: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return Object.fromEntries(
    Object.entries(kept).map(([name, tensor]) => {
      const copy = tf.clone(tensor);
      tensor.dispose();
      return [name, copy];
    }),
  );
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
  return model.forward(named, batchOf(inputs), random).logits;
}

/** What a gradient program reads beside texts and the model's parameters, for batches of `rows`. */
export function objectiveInputs(
  { isPaired, adversary }: Objective,
  rows: number,
  labelCount: number,
): Record<string, TensorSpec> {
  const floats = (...shape: number[]): TensorSpec => ({ shape, dtype: 'float32' });
  return {
    targets: floats(rows, labelCount),
    ...(isPaired ? { pairWeights: floats(rows) } : {}),
    ...(adversary === null
      ? {}
      : { groupTargets: floats(rows, adversary.groupCount), reversal: floats(1) }),
  };
}

/** What every program reads for `rows` texts of `tokens`. */
export function programInputs(
  { spans }: Pick<Model, 'spans'>,
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
    ...Object.fromEntries(spans.map((span) => [span.name, spanSpec(span)])),
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
