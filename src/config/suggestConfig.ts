import type { DataFormat } from '../protocol/runConfig';

/** How a suggested config reads a file; only what recognition does not tell by itself need be said. */
export interface SuggestedSource {
  /** As it shall stand in the config: relative to it, or absolute. */
  readonly path: string;
  readonly format?: DataFormat | null;
  readonly header?: boolean | null;
  readonly columns?: readonly string[] | null;
}

export interface Suggestion {
  /** Folder of the model, as it shall stand in the config. */
  readonly model: string;
  readonly train: SuggestedSource;
  readonly validation?: SuggestedSource | null;
  readonly test?: SuggestedSource | null;
  /** Columns as they were recognised or chosen; null: left to recognition. */
  readonly fields: { readonly text: string; readonly label: string | null } | null;
  /** Shares cut from the training file for the parts that have no file of their own. */
  readonly split?: { readonly validation: number; readonly test: number } | null;
  /** Values other than the defaults. */
  readonly training?: {
    readonly epochs?: number;
    readonly batchSize?: number;
    readonly maxLength?: number;
    readonly learningRate?: number;
  };
}

/**
 * The text of a new run config: what was chosen, the values worth knowing with their meaning, and nothing else.
 * `parseRunConfig` accepts it; without trailing commas, which an editor would underline.
 */
export function suggestConfig(suggestion: Suggestion): string {
  const { model, train, validation = null, test = null, fields, training = {} } = suggestion;
  const { epochs = 3, batchSize = 16, maxLength = 128, learningRate = 2e-5 } = training;
  const data = [
    `"train": ${printSource(train)}`,
    ...(validation === null ? [] : [`"validation": ${printSource(validation)}`]),
    ...(test === null ? [] : [`"test": ${printSource(test)}`]),
    ...(fields === null ? [] : [`"fields": ${printFields(fields)}`]),
  ];
  const entries = [...data.map((entry) => ({ before: '', entry })), ...printSplit(suggestion)];
  return `// How to train: complete with Ctrl+Space, hover a key to see what it means.
// Start it with "Train" above, or in a terminal with: finetune train THIS-FILE
{
  // A pretrained model: a folder with config.json, tokenizer.json and model.safetensors.
  "model": ${printPath(model)},
  "task": "text-classification",

  "data": {
${entries.map(({ before, entry }) => `${before}    ${entry}`).join(',\n')}
  },

  "training": {
    "epochs": ${epochs}, // how often every row is seen
    "batchSize": ${batchSize}, // rows computed at once: fewer need less memory
    "maxLength": ${maxLength}, // tokens per row: longer rows are cut
    "learningRate": ${printNumber(learningRate)}, // usual: 1e-5 to 1e-4, higher for small models
    "classWeights": null, // "balanced" lets rare labels count more
    "seed": 42
  },

  "evaluation": {
    "everySteps": null, // null: after each epoch
    "best": "f1-macro" // chooses the model that is kept
  },

  "device": "auto"
}
`;
}

function printSource({ path, format, header, columns }: SuggestedSource): string {
  const said = { format: format ?? null, header: header ?? null, columns: columns ?? null };
  const entries = Object.entries(said).filter(([, value]) => value !== null);
  if (entries.length === 0) return printPath(path);
  const rest = entries.map(([key, value]) => `"${key}": ${printValue(value)}`);
  return `{ "path": ${printPath(path)}, ${rest.join(', ')} }`;
}

function printFields({ text, label }: { text: string; label: string | null }): string {
  const entries = [`"text": ${printValue(text)}`];
  if (label !== null) entries.push(`"label": ${printValue(label)}`);
  return `{ ${entries.join(', ')} }`;
}

function printSplit({
  validation = null,
  test = null,
  split,
}: Suggestion): { before: string; entry: string }[] {
  const cut = split ?? { validation: 0.1, test: validation === null ? 0.1 : 0 };
  const parts = {
    validation: validation === null ? cut.validation : 0,
    test: test === null ? cut.test : 0,
  };
  if (parts.validation === 0 && parts.test === 0) return [];
  const shares = Object.entries(parts)
    .filter(([name, share]) => share > 0 || name === 'test')
    .map(([name, share]) => `"${name}": ${share}`);
  return [
    {
      before: '    // Rows held out of the training file; each label keeps its share.\n',
      entry: `"split": { ${shares.join(', ')}, "stratify": "label", "seed": 42 }`,
    },
  ];
}

/** Relative paths begin with ./ and have forward slashes on every system. */
function printPath(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  const isBare = !/^(\.{1,2}\/|\/|[A-Za-z]:)/.test(slashed);
  return JSON.stringify(isBare ? `./${slashed}` : slashed);
}

function printValue(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(printValue).join(', ')}]` : JSON.stringify(value);
}

function printNumber(value: number): string {
  return value < 0.001 ? value.toExponential() : String(value);
}
