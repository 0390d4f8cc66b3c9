import { z } from 'zod';
import { metricIds } from '../protocol/metrics';
import { furtherColumns, schemaNames, type FurtherColumn } from '../protocol/schemaNames';
import { evaluationAudit, mitigation } from './mitigationDefinition';

/**
 * The run config, once: types, defaults, limits, help. Validation, the JSON schema and `--set` all come from
 * here. What depends on other keys or on the file's folder is filled in by resolveRunConfig.ts.
 */

const path = (description: string, examples: readonly string[]) =>
  z
    .string()
    .min(1)
    .meta({ description, examples: [...examples] });

const wholeNumber = (from: number, to: number, description: string) =>
  z.int().min(from).max(to).meta({ description });

const wholeNumberOrNull = (from: number, to: number, description: string) =>
  z.int().min(from).max(to).nullable().default(null).meta({ description });

/** The name of a column of a data file; null: none is meant. */
export const columnOrNull = (description: string, example: string) =>
  z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .meta({ description, examples: [example] });

/** Names of columns, at least one; null: none are meant. */
export const columnsOrNull = (description: string, example: readonly string[]) =>
  z
    .array(z.string().min(1))
    .min(1)
    .nullable()
    .default(null)
    .meta({ description, examples: [[...example]] });

/** A data file and how to read it. */
export const dataFile = z.strictObject({
  path: path('Path of the file, relative to this one.', ['train.jsonl', 'data/train.tsv']),
  format: z.enum(['jsonl', 'json', 'csv', 'tsv', 'parquet', 'text']).nullable().default(null).meta({
    description:
      'How to read the file; "text" has a row a line. Left out: told by its name, else by its content.',
  }),
  header: z.boolean().nullable().default(null).meta({
    description:
      'CSV and TSV: whether the first row names the columns. Left out: told by the first rows.',
  }),
  columns: columnsOrNull(
    'CSV and TSV: names for the columns, from left to right. Without names and header they are "1", "2", ….',
    ['text', 'label'],
  ),
});

const dataEntry = (what: string, examples: readonly string[]) =>
  z.union([path(`${what}: path relative to this config.`, examples), dataFile]).meta({
    description: `${what}: a path relative to this config, or an object that also says how to read it.`,
  });

const dataEntryOrNull = (what: string, examples: readonly string[]) =>
  dataEntry(what, examples)
    .nullable()
    .default(null)
    .meta({ description: `${what}. Left out: cut from the training file, see "split".` });

const ratio = (description: string) => z.number().min(0).lt(1).meta({ description });

const split = z.strictObject({
  validation: ratio(
    'Share of the training file held out for evaluation while training.',
  ).optional(),
  test: ratio('Share of the training file held out for the final evaluation.').optional(),
  stratify: z.string().min(1).nullable().default('label').meta({
    description:
      'Column whose shares all parts keep; "label" is the label column whatever its name. null: a plain random split.',
  }),
  seed: wholeNumber(0, 4_294_967_295, 'Same seed, same split.').default(42),
});

/** Columns of other schemas than classification: those left out are not written into the resolved config. */
const furtherFields = Object.fromEntries(
  furtherColumns.map((name) => [
    name,
    z
      .string()
      .min(1)
      .nullable()
      .optional()
      .meta({ description: `Column that is the "${name}" of its schema.`, examples: [name] }),
  ]),
) as Record<FurtherColumn, z.ZodOptional<z.ZodNullable<z.ZodString>>>;

const data = z.strictObject({
  train: dataEntry('Training rows', ['train.jsonl', 'train.tsv']),
  validation: dataEntryOrNull('Rows to evaluate on while training', ['dev.jsonl']),
  test: dataEntryOrNull('Rows for the final evaluation', ['test.jsonl']),
  schema: z.enum(schemaNames).nullable().default(null).meta({
    description:
      'What the rows are, for checking and preprocessing. Left out: told by their columns. Training takes classification alone in this version.',
  }),
  fields: z
    .strictObject({
      text: columnOrNull(
        'Column with the text. Left out: text, sentence, content, review or comment, else the only column of strings.',
        'text',
      ),
      label: columnOrNull(
        'Column with the label. Left out: label, labels, gold, class or target, else the only other column.',
        'label',
      ),
      ...furtherFields,
    })
    .prefault({})
    .meta({ description: 'Which columns hold what.' }),
  labels: z
    .array(z.union([z.string(), z.number(), z.boolean()]))
    .min(1)
    .nullable()
    .default(null)
    .meta({
      description:
        'The labels that rows may have, in the order of their ids; rows with others are refused. Left out: the labels of the training rows.',
      examples: [['negative', 'positive']],
      uniqueItems: true,
    }),
  split: split.nullable().default(null).meta({
    description:
      'Cuts validation and test rows from the training file. Used when "validation" is left out (then 0.1 and 0.1).',
  }),
});

const training = z.strictObject({
  epochs: wholeNumber(1, 10_000, 'How often every training row is seen.').default(3),
  maxSteps: wholeNumberOrNull(
    1,
    100_000_000,
    'Optimiser steps at most; null: as many as "epochs" asks for.',
  ),
  batchSize: wholeNumber(1, 4_096, 'Rows computed at once.').default(16),
  maxLength: wholeNumber(
    4,
    32_768,
    'Tokens per row, special tokens included; longer rows are cut. The model sets its own limit (BERT: 512).',
  ).default(128),
  learningRate: z
    .number()
    .gt(0)
    .max(10)
    .default(2e-5)
    .meta({
      description: 'Highest learning rate. Usual for full fine-tuning: 1e-5 to 1e-4.',
      examples: [2e-5, 5e-5],
    }),
  schedule: z.enum(['linear', 'cosine', 'constant']).default('linear').meta({
    description: 'How the learning rate falls after the warm-up: to zero, or not at all.',
  }),
  warmupRatio: z.number().min(0).max(1).default(0.1).meta({
    description: 'Share of all steps in which the learning rate climbs from 0.',
  }),
  gradientClip: z.number().min(0).max(1e6).default(1).meta({
    description: 'Largest L2 norm of all gradients together; 0 switches clipping off.',
  }),
  gradientAccumulation: wholeNumber(
    1,
    65_536,
    'Batches summed up before one optimiser step: the memory of one batch, the effect of many.',
  ).default(1),
  classWeights: z
    .union([z.literal('balanced'), z.record(z.string(), z.number().min(0).max(1e6))])
    .nullable()
    .default(null)
    .meta({
      description:
        'Weight of each label in the loss: "balanced" (rare labels count more), {"LABEL": weight}, or null.',
      examples: ['balanced', { spam: 2, ham: 1 }],
    }),
  seed: wholeNumber(0, 4_294_967_295, 'Same seed, same run.').default(42),
  shuffle: z.boolean().default(true).meta({
    description: 'New order of rows in every epoch. false: file order.',
  }),
  bucketByLength: z.boolean().default(true).meta({
    description: 'Puts rows of similar length into a batch: less padding, faster steps.',
  }),
});

const metric = z.enum(metricIds as [string, ...string[]] & typeof metricIds);

const regularization = z.strictObject({
  dropout: z.number().min(0).lt(1).nullable().default(null).meta({
    description: "Hidden, attention and classifier dropout; null keeps the model's own.",
  }),
  weightDecay: z.number().min(0).max(1).default(0.01).meta({
    description: 'Decoupled weight decay; biases and LayerNorm are left out.',
  }),
  labelSmoothing: z.number().min(0).lt(1).default(0).meta({
    description: 'Share of the target spread over all labels.',
  }),
  earlyStopping: z
    .strictObject({
      metric: metric.optional().meta({
        description:
          'Metric that must improve. Left out: "evaluation.best", else the first metric.',
      }),
      patience: wholeNumber(
        1,
        10_000,
        'Evaluations without improvement before the run stops.',
      ).default(3),
    })
    .nullable()
    .default(null)
    .meta({ description: 'Stops when the metric no longer improves and keeps the best model.' }),
});

const evaluation = z.strictObject({
  everySteps: wholeNumberOrNull(
    1,
    100_000_000,
    'Optimiser steps between evaluations; null: once an epoch.',
  ),
  best: metric.optional().meta({
    description:
      'Metric that chooses the best model. Left out: the early-stopping metric, else the first of "metrics".',
  }),
  metrics: z
    .array(metric)
    .min(1)
    .default(['accuracy', 'precision-macro', 'recall-macro', 'f1-macro'])
    .meta({ description: 'What each evaluation reports, beside the loss.', uniqueItems: true }),
  audit: evaluationAudit.nullable().default(null).meta({
    description:
      'Compares groups of validation rows at every evaluation: the disparity has a curve beside the loss.',
  }),
});

const checkpoints = z.strictObject({
  everySteps: wholeNumberOrNull(
    1,
    100_000_000,
    'Optimiser steps between checkpoints; null: at every evaluation.',
  ),
  keep: wholeNumber(1, 1_000, 'Newest checkpoints kept; the best one is always kept.').default(2),
});

export const runConfigDefinition = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Where editors find this schema.' }),
    model: path('Folder of a pretrained model in Hugging Face layout, relative to this config.', [
      './models/minilm',
    ]),
    task: z.enum(['text-classification']).default('text-classification').meta({
      description: 'What the model is trained to do.',
    }),
    data: data.meta({ description: 'Files of rows, and which columns hold what.' }),
    method: z
      .strictObject({
        type: z.enum(['full']).default('full').meta({ description: 'All parameters move.' }),
      })
      .prefault({})
      .meta({ description: 'Which parameters are trained.' }),
    training: training.prefault({}).meta({ description: 'Length, batches and learning rate.' }),
    regularization: regularization
      .prefault({})
      .meta({ description: 'What keeps from overfitting.' }),
    mitigation: mitigation.nullable().default(null).meta({
      description: 'What is done against bias between groups of people; each part is a key.',
    }),
    evaluation: evaluation.prefault({}).meta({ description: 'When and how the run is judged.' }),
    checkpoints: checkpoints.prefault({}).meta({ description: 'What a run can be resumed from.' }),
    device: z.enum(['auto', 'cpu', 'webgpu', 'wasm', 'cuda']).default('auto').meta({
      description:
        'auto times a step on each device present and takes the fastest. wasm and cuda need the eager engine.',
    }),
    engine: z.enum(['compiled', 'eager']).default('compiled').meta({
      description:
        'compiled: ONNX Runtime, fast. eager: tfjs operation by operation, for comparison.',
    }),
    output: path('Folder that holds the run folders, relative to this config.', [
      '.finetune/runs',
    ]).default('.finetune/runs'),
  })
  .meta({ title: 'Fine-tune run config', description: 'What to train on what, and how.' });

/** The config as a user may write it, defaults filled in, cross-key defaults not yet. */
export type WrittenRunConfig = z.output<typeof runConfigDefinition>;
export type WrittenDataEntry = WrittenRunConfig['data']['train'];
