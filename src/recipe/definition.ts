import { z } from 'zod';
import { columnOrNull, columnsOrNull, dataFile } from '../config/definition';
import { schemaNames } from '../data/schemas/schema';
import { ruleIds } from '../protocol/lint';
import { swapAxisNames } from '../data/swap/swapAxis';
import { redactKinds } from './redactKinds';

/** The recipe, once: types, defaults, limits, help. Validation, the JSON schema and docs/recipe.md all come from here. */

const fields = columnsOrNull(
  'Columns to change, dotted where they are nested. null: every text of the row, nested ones too, but for the declarations and arguments of tools.',
  ['text'],
);

function rowsOrNull(description: string, example: number) {
  return z
    .int()
    .min(1)
    .max(1_000_000_000)
    .nullable()
    .default(null)
    .meta({ description, examples: [example] });
}

const ratio = (description: string) => z.number().min(0).lt(1).default(0).meta({ description });

const step = <Shape extends z.core.$ZodLooseShape, Type extends string>(
  type: Type,
  description: string,
  shape: Shape,
) =>
  z.strictObject({ type: z.literal(type).meta({ description }), ...shape }).meta({ description });

const normalize = step('normalize', 'Writes the same text the same way.', {
  unicode: z.enum(['NFC', 'NFD', 'NFKC', 'NFKD']).nullable().default('NFC').meta({
    description:
      'Unicode form. NFC changes no meaning; NFKC also unfolds ligatures, full-width letters and superscripts. null: as it is.',
  }),
  whitespace: z.boolean().default(true).meta({
    description:
      'Trims the ends, makes runs of blanks inside a line one space and three or more line breaks two. Indentation stays.',
  }),
  lineEnds: z.boolean().default(true).meta({ description: 'Every line ends with a line feed.' }),
  fields,
});

const fixMojibake = step(
  'fix-mojibake',
  'Repairs UTF-8 that was read as Windows-1252: "cafÃ©" becomes "café".',
  { fields },
);

const stripMarkup = step(
  'strip-markup',
  'Takes HTML tags and comments out and resolves entities. "a < b" stays: only names of HTML elements count as tags.',
  {
    entities: z.boolean().default(true).meta({ description: 'Turns "&amp;" into "&" and so on.' }),
    fields,
  },
);

const deduplicate = step(
  'deduplicate',
  'Keeps the first of rows that are the same, across all inputs.',
  {
    kind: z.enum(['exact', 'normalized', 'near']).default('exact').meta({
      description:
        'exact: equal texts. normalized: equal but for case, whitespace and Unicode form. near: word 5-grams that overlap by the threshold or more.',
    }),
    threshold: z.number().gt(0).max(1).default(0.8).meta({
      description: 'near: Jaccard similarity from which rows count as the same.',
    }),
    by: columnsOrNull(
      'Columns that are compared. null: prompt and target as the schema of the rows names them, such as text and label, or the whole conversation.',
      ['text'],
    ),
  },
);

const lint = step('lint', 'Drops or mends the rows that break lint rules.', {
  rules: z
    .array(z.enum(ruleIds))
    .min(1)
    .meta({
      description: 'Rules of "finetune lint".',
      examples: [['L-TXT-01']],
      uniqueItems: true,
    }),
  action: z.enum(['drop', 'fix']).default('drop').meta({
    description:
      'drop: rows with a finding go. fix: the first fix of each finding is applied; rows without one stay as they are.',
  }),
});

const redact = step('redact', 'Replaces personal data and secrets by a placeholder.', {
  kinds: z
    .array(z.enum(redactKinds))
    .min(1)
    .default(['email', 'phone'])
    .meta({ description: 'What is replaced.', uniqueItems: true }),
  placeholder: z
    .string()
    .min(1)
    .default('[{kind}]')
    .meta({
      description: 'What stands in its place; {kind} is the kind in capitals: [EMAIL], [PHONE], ….',
      examples: ['[{kind}]', '***'],
    }),
  fields,
});

const filter = step('filter', 'Keeps the rows for which an expression is true.', {
  where: z
    .string()
    .min(1)
    .meta({
      description: 'An expression over the columns; docs/recipe.md has the language.',
      examples: ["length(text) < 2000 && label != 'spam'"],
    }),
});

const rename = step('rename', 'Gives columns other names.', {
  fields: z.record(z.string().min(1), z.string().min(1)).meta({
    description:
      'Old name to new name. The old one may be dotted: then the value is lifted out. Rows that have the new name already stay.',
    examples: [{ review: 'text' }],
  }),
  others: z.enum(['keep', 'drop']).default('keep').meta({
    description: 'What becomes of the columns that are not named.',
  }),
});

const convert = step('convert', 'Writes rows in another schema.', {
  to: z.enum(schemaNames).meta({
    description:
      'The schema of the rows from here on. Chat schemas turn into each other; of text and label, the text becomes the question and the label its answer, which keeps its column too.',
  }),
});

const balance = step(
  'balance',
  'Makes all values of a column equally frequent, or as frequent as stated. After a split only the training part is balanced.',
  {
    by: z
      .string()
      .min(1)
      .default('label')
      .meta({ description: 'Column with the values, usually the label.' }),
    method: z.enum(['undersample', 'oversample']).default('undersample').meta({
      description:
        'undersample: drops rows down to the rarest value. oversample: repeats rows up to the most frequent one.',
    }),
    shares: z
      .record(z.string(), z.number().gt(0))
      .nullable()
      .default(null)
      .meta({
        description:
          'Which share each value should have, as shares, percentages or counts of people: a representative mix. null: equal ones.',
        examples: [{ female: 0.51, male: 0.49 }],
      }),
    maxRows: rowsOrNull(
      'oversample: refuses to make more rows than this. null: 20 times the rows there are, or 100,000 if that is more.',
      1_000_000,
    ),
    others: z.enum(['refuse', 'drop']).default('refuse').meta({
      description:
        'Rows without a value, or of one without a share. refuse: stops at the first. drop: leaves them out.',
    }),
  },
);

const counterfactual = step(
  'counterfactual',
  'Counterfactual data augmentation: rows with their words for groups of people swapped, labels unchanged. Rows without such words stay. After a split only the training part is swapped. English words only; docs/audit-suites.md has the lists.',
  {
    axes: z.array(z.enum(swapAxisNames)).min(1).default(['gender']).meta({
      description:
        'Along which axes a row is made one about somebody else, one after the other, in one copy. Of an axis with more than two groups each row takes one other, by the seed.',
      uniqueItems: true,
    }),
    sides: z
      .union([z.literal(2), z.literal(1)])
      .default(2)
      .meta({
        description: '2: swapped rows stand behind their originals. 1: they take their place.',
      }),
    fields: columnsOrNull(
      'Columns to swap in. null: the texts that the schema of the rows names, but no label. A column that says whom a row is about must be named, or it is wrong for the swap.',
      ['text', 'gender'],
    ),
  },
);

const split = step(
  'split',
  'Cuts the rows into train, validation and test. Rows with the same text fall into one part.',
  {
    validation: ratio('Share of the rows for evaluation while training.'),
    test: ratio('Share of the rows for the final evaluation.'),
    stratify: columnOrNull('Column whose shares all parts keep. null: none.', 'label'),
    group: columnOrNull('Column whose equal values stay in one part. null: none.', 'user'),
  },
);

const sample = step('sample', 'Keeps rows at random, in their order.', {
  rows: rowsOrNull('How many rows to keep; all when there are fewer.', 1_000),
  share: z
    .number()
    .gt(0)
    .max(1)
    .nullable()
    .default(null)
    .meta({
      description: 'Which share of the rows to keep, instead of "rows".',
      examples: [0.1],
    }),
});

const shuffle = step('shuffle', 'Puts the rows in random order.', {});

const inputPath = z
  .string()
  .min(1)
  .meta({ description: 'Path relative to this recipe.', examples: ['raw.jsonl'] });

export const recipeDefinition = z
  .strictObject({
    $schema: z.string().optional().meta({ description: 'Where editors find this schema.' }),
    input: z.union([inputPath, dataFile, z.array(z.union([inputPath, dataFile])).min(1)]).meta({
      description:
        'The dataset to begin with: a path relative to this recipe, an object that also says how to read it, or a list of those, whose rows stand one behind the other.',
      examples: ['raw.jsonl', ['a.jsonl', 'b.csv']],
    }),
    inputColumn: z
      .string()
      .min(1)
      .nullable()
      .default(null)
      .meta({
        description:
          'A column to add that names the file a row comes from, as "input" does. null: none.',
        examples: ['source'],
      }),
    output: z
      .string()
      .min(1)
      .meta({
        description:
          'The dataset to write, relative to this recipe; its extension says the format: .jsonl, .json, .csv, .tsv or .parquet. With a split, NAME.train.jsonl and so on.',
        examples: ['clean.jsonl'],
      }),
    seed: z.int().min(0).max(4_294_967_295).default(42).meta({
      description: 'Same seed, same rows in the same order, on every machine.',
    }),
    steps: z
      .array(
        z.discriminatedUnion('type', [
          normalize,
          fixMojibake,
          stripMarkup,
          deduplicate,
          lint,
          redact,
          filter,
          rename,
          convert,
          balance,
          counterfactual,
          split,
          sample,
          shuffle,
        ]),
      )
      .default([])
      .meta({ description: 'What happens to the rows, one step after the other.' }),
  })
  .meta({ title: 'Fine-tune recipe', description: 'Steps that turn one dataset into another.' });

/** The recipe as a user may write it, defaults filled in. */
export type WrittenRecipe = z.output<typeof recipeDefinition>;

export type Step = WrittenRecipe['steps'][number];
export type StepType = Step['type'];
/** The settings of one kind of step. */
export type StepOf<Type extends StepType> = Extract<Step, { readonly type: Type }>;
