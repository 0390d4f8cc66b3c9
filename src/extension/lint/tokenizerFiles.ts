/** Files of a model's folder that say how it cuts text into tokens. */
export const tokenizerFiles: readonly string[] = [
  'tokenizer.json',
  'vocab.txt',
  'tokenizer_config.json',
  'chat_template.jinja',
];
