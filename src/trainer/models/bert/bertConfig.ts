import { activations, type Activation } from '../activation';
import type { ConfigReader } from '../configReader';

/** What shapes a BERT, from config.json; names as there, in camel case. */
export interface BertConfig {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly layers: number;
  readonly heads: number;
  readonly intermediateSize: number;
  readonly maxPositions: number;
  readonly tokenTypes: number;
  readonly layerNormEps: number;
  readonly activation: Activation;
  readonly initializerRange: number;
  readonly hiddenDropout: number;
  readonly attentionDropout: number;
  /** Before the classifier; config.json may leave it to the hidden dropout. */
  readonly classifierDropout: number;
}

/** @throws UserError that names the key, what it says and what is possible. */
export function parseBertConfig(config: ConfigReader): BertConfig {
  config.choice('position_embedding_type', ['absolute'], 'absolute');
  for (const key of ['is_decoder', 'add_cross_attention']) {
    config.choice(key, [false], false);
  }
  const hiddenSize = config.integer('hidden_size', { from: 4, to: 16_384 });
  const heads = config.integer('num_attention_heads', { from: 1, to: 1_024 });
  if (hiddenSize % heads !== 0) {
    config.refuse('hidden_size', `${hiddenSize} is not a multiple of the ${heads} attention heads`);
  }
  if (hiddenSize % 4 !== 0) {
    config.refuse('hidden_size', `${hiddenSize} is not a multiple of 4`);
  }
  const hiddenDropout = config.number('hidden_dropout_prob', { from: 0, below: 1, or: 0.1 });
  return {
    vocabSize: config.integer('vocab_size', { from: 1, to: 2_000_000 }),
    hiddenSize,
    layers: config.integer('num_hidden_layers', { from: 1, to: 256 }),
    heads,
    intermediateSize: config.integer('intermediate_size', { from: 1, to: 262_144 }),
    maxPositions: config.integer('max_position_embeddings', { from: 2, to: 1_000_000 }),
    tokenTypes: config.integer('type_vocab_size', { from: 1, to: 1_024, or: 2 }),
    layerNormEps: config.number('layer_norm_eps', { from: 0, below: 1, or: 1e-12 }),
    activation: config.choice('hidden_act', activations, 'gelu'),
    initializerRange: config.number('initializer_range', { from: 0, below: 10, or: 0.02 }),
    hiddenDropout,
    attentionDropout: config.number('attention_probs_dropout_prob', { from: 0, below: 1, or: 0.1 }),
    classifierDropout: config.number('classifier_dropout', {
      from: 0,
      below: 1,
      or: hiddenDropout,
    }),
  };
}
