import * as tf from '@tensorflow/tfjs-core';
import type { Randomness, Tensors } from '../../engine/engine';
import { layerNorm } from '../../ops/layerNorm';
import { linear } from '../../ops/linear';
import { activate } from '../activation';
import { noDropout, type DropoutRates } from '../model';
import { tensorNamed } from '../parameters';
import type { BertConfig } from './bertConfig';
import { attendFrom, attendFully } from './selfAttention';

/** What every layer of one forward pass shares. */
export interface EncoderPass {
  readonly config: BertConfig;
  readonly values: Tensors;
  /** Rows of the batch. */
  readonly rows: number;
  /** See paddingMask; float32 [B, 1, 1, T]. */
  readonly mask: tf.Tensor;
  readonly dropout: DropoutRates;
  readonly random: Randomness;
}

/** A layer at every position: float32 [B * T, H] to [B * T, H]. */
export function encoderLayer(pass: EncoderPass, layer: string, x: tf.Tensor): tf.Tensor {
  const context = attendFully(pass.values, layer, x, attentionOptions(pass));
  return afterAttention(pass, layer, x, context);
}

/**
 * A layer at some positions only: keys and values of all, the rest of those alone.
 * @param asking float32 [B * Tq, H], rows of x
 * @param x float32 [B * T, H]
 * @returns float32 [B * Tq, H]
 */
export function encoderLayerAt(
  pass: EncoderPass,
  layer: string,
  asking: tf.Tensor,
  x: tf.Tensor,
): tf.Tensor {
  const context = attendFrom(pass.values, layer, asking, x, attentionOptions(pass));
  return afterAttention(pass, layer, asking, context);
}

function attentionOptions({ config, rows, mask, dropout, random }: EncoderPass): {
  rows: number;
  heads: number;
  mask: tf.Tensor;
  dropout: ((x: tf.Tensor) => tf.Tensor) | null;
} {
  const rate = dropout.attention;
  const drops = rate > 0 && random !== noDropout;
  return {
    rows,
    heads: config.heads,
    mask,
    dropout: drops ? (x) => random.dropout(x, rate) : null,
  };
}

/** Attention output, feed-forward part and both normalisations, row by row. */
function afterAttention(
  { config, values, dropout, random }: EncoderPass,
  layer: string,
  x: tf.Tensor,
  context: tf.Tensor,
): tf.Tensor {
  const dense = (name: string, input: tf.Tensor): tf.Tensor =>
    linear(
      input,
      tensorNamed(values, `${layer}.${name}.weight`),
      tensorNamed(values, `${layer}.${name}.bias`),
    );
  const addAndNorm = (part: string, residual: tf.Tensor, input: tf.Tensor): tf.Tensor =>
    layerNorm(
      tf.add(random.dropout(dense(`${part}.dense`, input), dropout.hidden), residual),
      tensorNamed(values, `${layer}.${part}.LayerNorm.weight`),
      tensorNamed(values, `${layer}.${part}.LayerNorm.bias`),
      config.layerNormEps,
    );
  const attended = addAndNorm('attention.output', x, context);
  const inner = activate(config.activation, dense('intermediate.dense', attended));
  return addAndNorm('output', attended, inner);
}
