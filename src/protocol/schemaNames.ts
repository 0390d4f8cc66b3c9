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

/** Columns that schemas have beyond text and label; src/data/schemas/schemaColumns.ts says which has which. */
export const furtherColumns = [
  ...(['instruction', 'input', 'output', 'system', 'history'] as const),
  ...(['conversations', 'messages', 'tools'] as const),
  ...(['prompt', 'completion', 'chosen', 'rejected'] as const),
  ...(['context', 'question', 'answers'] as const),
  ...(['tokens', 'tags', 'source', 'target'] as const),
] as const;

export type FurtherColumn = (typeof furtherColumns)[number];
