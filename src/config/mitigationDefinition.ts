import { z } from 'zod';
import { disparityMetrics } from '../protocol/metrics';
import { counterfactualAxes, groupAxes } from '../protocol/mitigationConfig';

/** The sections "mitigation" and "evaluation.audit" of a run config; see definition.ts. */

const groupSource = z.union([
  z
    .string()
    .min(1)
    .meta({ description: 'Column that says whom a row is about.', examples: ['gender'] }),
  z.strictObject({
    axis: z.enum(groupAxes).meta({
      description:
        'Groups told by English words of the text. A row that mentions none of them, or several, belongs to no group.',
    }),
  }),
]);

const groupDro = z.strictObject({
  over: z.enum(['group-and-label', 'group']).default('group-and-label').meta({
    description:
      'What is weighed: each group with each label, or each group. Rows of no group are one more.',
  }),
  stepSize: z.number().gt(0).max(10).default(0.01).meta({
    description: 'How fast the weights follow the losses: q is multiplied by exp(stepSize * loss).',
  }),
  adjustment: z.number().min(0).max(1_000).default(0).meta({
    description:
      'C of C / sqrt(rows of the group), which is added to the losses that move the weights: small groups overfit more.',
  }),
});

const axes = z.array(z.enum(counterfactualAxes)).min(1).default(['gender']).meta({
  description:
    'Along which axes a text is made one about somebody else, one after the other. English words only.',
  uniqueItems: true,
});

const counterfactual = z.strictObject({
  axes,
  sides: z
    .union([z.literal(2), z.literal(1)])
    .default(2)
    .meta({
      description: '2: swapped rows stand beside their originals. 1: they take their place.',
    }),
});

const logitPairing = z.strictObject({
  axes,
  weight: z.number().gt(0).max(1_000).default(1).meta({
    description: 'How much the distance between the logits of a row and its swap counts.',
  }),
});

const adversarial = z.strictObject({
  weight: z.number().gt(0).max(1_000).default(0.1).meta({
    description:
      'Factor of the reversed gradient at the end; it rises from 0 as in Ganin and others 2016.',
  }),
  hidden: z.int().min(1).max(4_096).default(64).meta({
    description: "Width of the adversary's hidden layer.",
  }),
  rate: z.number().gt(0).max(1_000).default(50).meta({
    description:
      'Learning rate of the adversary, as a multiple of "training.learningRate": it must keep up with the encoder.',
  }),
});

const thresholds = z.strictObject({
  constraint: z.enum(['demographic-parity', 'equalized-odds']).default('demographic-parity').meta({
    description:
      'What shall be alike: the share of rows that get the second label, or the true and the false positive rates.',
  }),
  tolerance: z.number().min(0).max(1).default(0.02).meta({
    description: 'Largest difference between groups that may remain on the validation rows.',
  }),
});

export const mitigation = z.strictObject({
  groups: groupSource
    .nullable()
    .default(null)
    .meta({
      description:
        'Whom a row is about: a column, or {"axis": "gender"} to tell it by words of the text. Rows without a value belong to no group.',
      examples: ['gender', { axis: 'gender' }],
    }),
  reweighing: z.boolean().default(false).meta({
    description:
      'Weighs each row so that groups and labels are independent of each other (Kamiran and Calders 2012). Rows of no group weigh 1.',
  }),
  groupDro: groupDro.nullable().default(null).meta({
    description:
      'Minimises the loss of the groups that do worst (group DRO, Sagawa and others 2020). Costs about a third more time a step.',
  }),
  counterfactual: counterfactual.nullable().default(null).meta({
    description:
      'Counterfactual data augmentation: training rows with their words for groups of people swapped, labels unchanged.',
  }),
  logitPairing: logitPairing.nullable().default(null).meta({
    description:
      'Counterfactual logit pairing (Garg and others 2019): a row and its swap shall get the same logits. Takes twice the memory and time.',
  }),
  adversarial: adversarial.nullable().default(null).meta({
    description:
      'Adversarial debiasing: a small network learns to tell the group from what the head reads, and the encoder learns to hide it (gradient reversal).',
  }),
  thresholds: thresholds.nullable().default(null).meta({
    description:
      'Chooses a threshold for each group on the validation rows after training; two labels only. Deciding by group is unlawful in some places and uses.',
  }),
});

export const evaluationAudit = z.strictObject({
  groups: z
    .array(groupSource)
    .min(1)
    .meta({
      description:
        'Columns of the validation rows, or axes told by words of their texts; each gets a curve. Groups of fewer than 30 rows, or 10 behind a rate, are left out; rows of one text count once.',
      examples: [['gender'], [{ axis: 'gender' }]],
    }),
  metrics: z
    .array(z.enum(disparityMetrics))
    .min(1)
    .default([...disparityMetrics])
    .meta({
      description: 'Difference between the groups with the highest and the lowest rate.',
      uniqueItems: true,
    }),
  positive: z
    .string()
    .min(1)
    .nullable()
    .default(null)
    .meta({
      description:
        'Label whose rates are compared; null: each label against the rest, and the largest difference counts.',
      examples: ['toxic'],
    }),
});
