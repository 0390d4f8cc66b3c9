import * as tf from '@tensorflow/tfjs-core';
import type { Randomness, Tensors } from '../../engine/engine';
import { linear } from '../../ops/linear';
import type { DropoutRates, Encoding, Model } from '../model';
import { tensorNamed } from '../parameters';
import type { BertConfig } from './bertConfig';
import { bertSpans, layerName } from './bertSpans';
import { embeddings } from './embeddings';
import { encoderLayer, encoderLayerAt, type EncoderPass } from './encoderLayer';
import { paddingMask } from './selfAttention';

/** BERT with a pooler and a classification head; parameters bear the names of BertForSequenceClassification. */
export function bertClassifier(
  config: BertConfig,
  { labelCount, dropout }: { readonly labelCount: number; readonly dropout: DropoutRates },
): Model {
  const lastLayer = layerName(config.layers - 1);
  return {
    family: 'bert',
    spans: bertSpans(config, labelCount),
    pooledSize: config.hiddenSize,
    maxTokens: config.maxPositions,
    forward(values, batch, random) {
      const pass = encoderPass(config, { values, batch, dropout, random });
      const x = beforeLastLayer(pass, batch);
      // Only the first position is read: the last layer computes no other.
      const hidden = encoderLayerAt(pass, lastLayer, firstPositions(pass, x), x); // [B, H]
      const pooled = pool(values, hidden);
      const kept = random.dropout(pooled, dropout.classifier);
      return { logits: dense(values, 'classifier', kept), pooled };
    },
    encode(values, batch, random): Encoding {
      const pass = encoderPass(config, { values, batch, dropout, random });
      const x = beforeLastLayer(pass, batch);
      const hidden = encoderLayerAt(pass, lastLayer, x, x); // [B * T, H]
      return {
        hidden: tf.reshape(hidden, [pass.rows, -1, config.hiddenSize]),
        pooled: pool(values, firstPositions(pass, hidden)),
      };
    },
  };
}

function encoderPass(
  config: BertConfig,
  {
    values,
    batch,
    dropout,
    random,
  }: { values: Tensors; batch: Tensors; dropout: DropoutRates; random: Randomness },
): EncoderPass {
  const attentionMask = tensorNamed(batch, 'attentionMask');
  const [rows = 0] = attentionMask.shape;
  return { config, values, rows, mask: paddingMask(attentionMask), dropout, random };
}

/** Embeddings and all layers but the last; [B * T, H]. */
function beforeLastLayer(pass: EncoderPass, batch: Tensors): tf.Tensor {
  const { config, values, random, dropout } = pass;
  let x = embeddings(values, batch, { config, dropout: dropout.hidden, random });
  for (let layer = 0; layer < config.layers - 1; layer++) {
    x = encoderLayer(pass, layerName(layer), x);
  }
  return x;
}

/** [B * T, H] to [B, H]: the first position of every row. */
function firstPositions({ rows, config }: EncoderPass, x: tf.Tensor): tf.Tensor {
  const width = config.hiddenSize;
  const byRow = tf.reshape(x, [rows, -1, width]);
  return tf.reshape(tf.slice(byRow, [0, 0, 0], [rows, 1, width]), [rows, width]);
}

/** [B, H] to [B, H] */
function pool(values: Tensors, first: tf.Tensor): tf.Tensor {
  return tf.tanh(dense(values, 'bert.pooler.dense', first));
}

function dense(values: Tensors, name: string, x: tf.Tensor): tf.Tensor {
  return linear(x, tensorNamed(values, `${name}.weight`), tensorNamed(values, `${name}.bias`));
}
