import type { JsonObject } from './jsonFile';

/**
 * The tokenizer.json that belongs to BERT's `vocab.txt`: a token a line, its id the number of the line from 0.
 * @param config tokenizer_config.json, whose `do_lower_case` (true when absent) and accents hold
 */
export function wordPieceTokenizer(vocabulary: string, config: JsonObject): JsonObject {
  const lines = vocabulary.split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const vocab = new Map(lines.map((token, id) => [token, id]));
  const special = (key: string, usual: string): string => {
    const named = config[key];
    return typeof named === 'string' ? named : usual;
  };
  const [cls, sep, unknown] = [
    special('cls_token', '[CLS]'),
    special('sep_token', '[SEP]'),
    special('unk_token', '[UNK]'),
  ];
  const specials = [special('pad_token', '[PAD]'), unknown, cls, sep];
  const added = [...specials, special('mask_token', '[MASK]')]
    .filter((content) => vocab.has(content))
    .map((content) => ({ id: vocab.get(content), content, special: true, normalized: false }));
  return {
    added_tokens: added,
    normalizer: {
      type: 'BertNormalizer',
      clean_text: true,
      handle_chinese_chars: config.tokenize_chinese_chars !== false,
      strip_accents: config.strip_accents ?? null,
      lowercase: config.do_lower_case !== false,
    },
    pre_tokenizer: { type: 'BertPreTokenizer' },
    post_processor: {
      type: 'TemplateProcessing',
      single: [
        { SpecialToken: { id: cls, type_id: 0 } },
        { Sequence: { id: 'A', type_id: 0 } },
        { SpecialToken: { id: sep, type_id: 0 } },
      ],
      pair: [],
      special_tokens: Object.fromEntries(
        [cls, sep].map((token) => [token, { id: token, ids: [vocab.get(token)], tokens: [token] }]),
      ),
    },
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: unknown,
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocab),
    },
  };
}
