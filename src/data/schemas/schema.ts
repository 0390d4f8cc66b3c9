import type { Fields } from '../../protocol/runConfig';
import type { SchemaName } from '../../protocol/schemaNames';

export { schemaNames, type SchemaName } from '../../protocol/schemaNames';

/**
 * What a piece of a row is to training. Answers that carry loss are `target`; of a preference pair the chosen one is, and
 * the other is `rejected`, since what is wrong with a text may be why it was rejected.
 */
export type PartRole = 'prompt' | 'system' | 'target' | 'rejected' | 'label' | 'context';

/** Keys and positions that lead to a value in a row: `['messages', 2, 'content']`. */
export type ValuePath = readonly (string | number)[];

/** A text of a row and its part in training. */
export interface Part {
  readonly path: ValuePath;
  readonly text: string;
  readonly role: PartRole;
}

/** How the rows of a file are to be understood. */
export interface Schema {
  readonly name: SchemaName;
  /**
   * Which column plays which part of the schema, for example `{ text: 'review', label: 'stars' }`; the keys are the names in
   * the comments above. A column may be a dotted path.
   */
  readonly columns: Readonly<Record<string, string>>;
}

/** A schema that was recognised rather than named. */
export interface DetectedSchema extends Schema {
  /** 0 to 1: the share of the rows looked at that fit this schema, lowered where another schema fits nearly as well. */
  readonly confidence: number;
  /** In a few words, why: "990 of 999 rows have instruction and output". */
  readonly evidence: string;
}

/** What the user named of a schema; null: recognise it. */
export interface SchemaChoice {
  readonly name: SchemaName | null;
  readonly fields: Fields;
}
