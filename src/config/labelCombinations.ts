import { labelName } from '../protocol/labelName';
import { nearestWord } from '../protocol/nearestWord';
import type { WrittenRunConfig } from './definition';
import type { Finding } from './problem';

/** What is wrong with "data.labels", and with keys that name labels it does not have. */
export function findLabelCombinations(config: WrittenRunConfig): Finding[] {
  const { labels, schema } = config.data;
  if (labels === null) return [];
  if (schema !== null && schema !== 'classification') {
    const message = `"data.labels" is for rows with a text and a label; "data.schema" is "${schema}".`;
    return [refused(['data', 'labels'], message, 'Remove one of the two.')];
  }
  const own = findOwn(labels);
  return own.length > 0 ? own : findStrange(config, labels.map(labelName));
}

type Written = NonNullable<WrittenRunConfig['data']['labels']>;

function findOwn(labels: Written): Finding[] {
  const firsts = new Map<string, number>();
  for (const [index, label] of labels.entries()) {
    const path = ['data', 'labels', index];
    const name = labelName(label);
    if (name === '') return [refused(path, '"data.labels" has an empty label.', 'Remove it.')];
    if (typeof label === 'string' && label !== name) {
      const message = `"data.labels" has whitespace around ${JSON.stringify(label)}; labels of rows are read without it.`;
      return [refused(path, message, `Write ${JSON.stringify(name)}.`)];
    }
    if (firsts.has(name)) {
      const message = `"data.labels" names "${name}" twice: labels are told apart by how they are written.`;
      return [refused(path, message, 'Remove one of the two.')];
    }
    firsts.set(name, index);
  }
  if (labels.length > 1) return [];
  const message = '"data.labels" has one label: there would be nothing to learn.';
  return [refused(['data', 'labels'], message, 'Name all labels that rows may have.')];
}

/** Other keys that name a label. */
function findStrange(
  { training, evaluation }: WrittenRunConfig,
  labels: readonly string[],
): Finding[] {
  const { classWeights } = training;
  const weighed = classWeights === null || classWeights === 'balanced' ? {} : classWeights;
  const positive = evaluation.audit?.positive ?? null;
  const named = [
    ...Object.keys(weighed).map((label) => {
      const path = ['training', 'classWeights'];
      return { label, key: path.join('.'), path: [...path, label] };
    }),
    ...[positive].flatMap((label) => {
      const path = ['evaluation', 'audit', 'positive'];
      return label === null ? [] : [{ label, key: path.join('.'), path }];
    }),
  ];
  return named
    .filter(({ label }) => !labels.includes(label))
    .map(({ label, key, path }) => {
      const near = nearestWord(label, labels);
      const message = `"${key}" names the label "${label}", which "data.labels" does not have.`;
      const next =
        near === null ? 'Correct it, or add it to "data.labels".' : `Did you mean "${near}"?`;
      return refused(path, message, next);
    });
}

function refused(path: Finding['path'], message: string, next: string): Finding {
  return { code: 'combination', path, at: 'value', message, next };
}
