import type { Family } from '../family';
import { parseBertConfig } from './bertConfig';
import { bertClassifier } from './bertModel';

export const bert: Family = {
  architecture: 'BertForSequenceClassification',
  parameterName,
  read(reader) {
    const config = parseBertConfig(reader);
    const own = {
      hidden: config.hiddenDropout,
      attention: config.attentionDropout,
      classifier: config.classifierDropout,
    };
    return {
      vocabSize: config.vocabSize,
      initializerRange: config.initializerRange,
      headPrefix: 'classifier.',
      optionalPrefixes: ['classifier.', 'bert.pooler.'],
      create: ({ labelCount, dropout }) =>
        bertClassifier(config, {
          labelCount,
          dropout:
            dropout === null ? own : { hidden: dropout, attention: dropout, classifier: dropout },
        }),
    };
  },
};

/** Checkpoints of a bare encoder lack the prefix; those made from TensorFlow call LayerNorm's parts gamma and beta. */
function parameterName(tensorName: string): string | null {
  if (tensorName.endsWith('.position_ids')) return null;
  const name = tensorName
    .replace(/\.LayerNorm\.gamma$/, '.LayerNorm.weight')
    .replace(/\.LayerNorm\.beta$/, '.LayerNorm.bias');
  return /^(embeddings|encoder|pooler)\./.test(name) ? `bert.${name}` : name;
}
