import { z } from 'zod';
import { groupAxes } from '../protocol/mitigationConfig';

/** The section "mitigation" of a run config; see definition.ts. */

export const groupSource = z.union([
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
});
