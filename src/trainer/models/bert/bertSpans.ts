import type { Parameter, Span } from '../model';
import { linearParameters, normParameters, single, stacked } from '../parameters';
import type { BertConfig } from './bertConfig';

/** Name of the n-th encoder layer. */
export const layerName = (layer: number): string => `bert.encoder.layer.${layer}`;

export const wordEmbeddings = 'bert.embeddings.word_embeddings.weight';

/** All parameters of BertForSequenceClassification in its order, as programs see them. */
export function bertSpans(config: BertConfig, labelCount: number): Span[] {
  const { hiddenSize: h, layers } = config;
  return [
    ...embeddingSpans(config),
    ...Array.from({ length: layers }, (_, layer) => layerSpans(config, layer)).flat(),
    ...linearParameters('bert.pooler.dense', h, h).map(single),
    ...linearParameters('classifier', labelCount, h).map(single),
  ];
}

function embeddingSpans({ vocabSize, hiddenSize, maxPositions, tokenTypes }: BertConfig): Span[] {
  const prefix = 'bert.embeddings';
  const table = (name: string, rows: number): Span =>
    single({ name: `${prefix}.${name}.weight`, shape: [rows, hiddenSize] });
  return [
    { ...table('word_embeddings', vocabSize), rowsOf: 'inputIds' },
    table('position_embeddings', maxPositions),
    table('token_type_embeddings', tokenTypes),
    ...normParameters(`${prefix}.LayerNorm`, hiddenSize).map(single),
  ];
}

/** The last layer asks with its first row only, so its query stands apart from key and value. */
function layerSpans(
  { hiddenSize: h, intermediateSize, layers }: BertConfig,
  layer: number,
): Span[] {
  const prefix = layerName(layer);
  const isLast = layer === layers - 1;
  const projections = isLast
    ? [...projection(prefix, h, ['query']), ...projection(prefix, h, ['key', 'value'])]
    : projection(prefix, h, ['query', 'key', 'value']);
  return [
    ...projections,
    ...linearParameters(`${prefix}.attention.output.dense`, h, h).map(single),
    ...normParameters(`${prefix}.attention.output.LayerNorm`, h).map(single),
    ...linearParameters(`${prefix}.intermediate.dense`, intermediateSize, h).map(single),
    ...linearParameters(`${prefix}.output.dense`, h, intermediateSize).map(single),
    ...normParameters(`${prefix}.output.LayerNorm`, h).map(single),
  ];
}

/** Weight [nH, H] and bias [nH] of n projections side by side. */
function projection(prefix: string, h: number, parts: readonly string[]): Span[] {
  const members = (kind: 'weight' | 'bias'): Parameter[] =>
    parts.map((part) => ({
      name: `${prefix}.attention.self.${part}.${kind}`,
      shape: kind === 'weight' ? [h, h] : [h],
    }));
  const name = projectionName(prefix, parts);
  return [stacked(`${name}.weight`, members('weight')), stacked(`${name}.bias`, members('bias'))];
}

/** Span name of projections side by side, without `.weight` or `.bias`. */
export function projectionName(prefix: string, parts: readonly string[]): string {
  return `${prefix}.attention.self.${parts.join('_')}`;
}
