import type { Fields } from '../../protocol/runConfig';

/** Shapes of rows that fine-tuning tools agree on, under the names of the tools that made them usual. */
export const schemaNames = [
  'classification', // text, label
  'alpaca', // instruction, input?, output, system?, history?
  'sharegpt', // conversations: [{from, value}], system?, tools?
  'messages', // messages: [{role, content, tool_calls?, …}], tools?
  'prompt-completion', // prompt, completion (each text, or a list of messages)
  'preference', // prompt?, chosen, rejected (each text, or a list of messages)
  'feedback', // prompt, completion, label: true or false (KTO)
  'question-answering', // context, question, answers: {text: […], answer_start: […]} (SQuAD, flattened)
  'token-classification', // tokens: […], tags: […]
  'parallel', // source, target (also {translation: {en, de}})
  'text', // text alone: language modelling
] as const;

export type SchemaName = (typeof schemaNames)[number];

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
