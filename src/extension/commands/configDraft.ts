import { relativePath } from '../runs/configTextOf';
import type { FieldsAnswer, SplitAnswer } from './newRunQuestions';

/** What the questions of "New run config" found out; paths are absolute. */
export interface Answers {
  readonly file: string;
  readonly fields: FieldsAnswer;
  readonly model: string;
  readonly split: SplitAnswer;
}

/** A commented run config for a folder, with paths relative to it. */
export function draftConfig(folder: string, { file, fields, model, split }: Answers): string {
  const at = (target: string): string => JSON.stringify(relativePath(folder, target));
  const data = [`"train": ${at(file)}`];
  if (split.type === 'files') {
    data.push(`"validation": ${at(split.validation)}`);
    if (split.test !== null) data.push(`"test": ${at(split.test)}`);
  } else {
    const { validation, test } = split;
    const stratify = JSON.stringify(fields.label);
    data.push(
      `// Shares of the rows that are kept for validation and test, with the same shares of labels.\n    "split": { "validation": ${validation}, "test": ${test}, "stratify": ${stratify}, "seed": 42 }`,
    );
  }
  data.push(
    `"fields": { "text": ${JSON.stringify(fields.text)}, "label": ${JSON.stringify(fields.label)} }`,
  );
  return `{
  // Folder of the model to start from, in Hugging Face layout.
  "model": ${at(model)},
  "task": "text-classification",
  "data": {
    ${data.join(',\n    ')}
  },
  "training": {
    "epochs": 3,
    "batchSize": 16,
    // Tokens per row; longer rows are cut.
    "maxLength": 128,
    // Small encoders learn well at 1e-4, large ones at 2e-5.
    "learningRate": 5e-5,
    "schedule": "linear",
    "warmupRatio": 0.1,
    "seed": 42
  },
  "regularization": {
    "weightDecay": 0.01,
    // Ends when the metric has not risen for so many evaluations.
    "earlyStopping": { "metric": "f1-macro", "patience": 3 }
  },
  "evaluation": { "best": "f1-macro" },
  "device": "auto"
}
`;
}
