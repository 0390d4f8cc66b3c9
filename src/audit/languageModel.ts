import { UserError } from '../protocol/errors';

/** Suites that compare likelihoods of sentences: only a language model has those. */
const likelihoodSuites = 'CrowS-Pairs, StereoSet and BBQ by likelihood';

/** Why a suite of that kind is not asked. */
export function likelihoodWords(suite: string): string {
  return `${suite} compares how likely a language model finds sentences: it comes with decoder models`;
}

const kinds: readonly (readonly [RegExp, string])[] = [
  [/(ForCausalLM|LMHeadModel)$/, 'a language model'],
  [/(ForConditionalGeneration|Seq2SeqLM)$/, 'a sequence-to-sequence model'],
];

/** Of folders that name no architecture. */
const types: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [
      'gpt2',
      'gpt_neo',
      'gpt_neox',
      'llama',
      'mistral',
      'qwen2',
      'qwen3',
      'phi',
      'gemma',
      'opt',
    ].map((type) => [type, 'a language model']),
  ),
  ...Object.fromEntries(
    ['t5', 'mt5', 'bart', 'mbart', 'marian', 'pegasus'].map((type) => [
      type,
      'a sequence-to-sequence model',
    ]),
  ),
};

/**
 * Models that generate text are audited by the likelihood of sentences, which needs models that this version does not run.
 * @param config the model's config.json, which stands in `file`
 * @throws UserError that says what such models are asked, and when
 */
export function refuseLanguageModel(
  config: Readonly<Partial<Record<'architectures' | 'model_type', unknown>>>,
  file: string,
): void {
  const { architectures, model_type: type } = config;
  const names = Array.isArray(architectures) ? architectures.map(String) : [];
  const [found, what] =
    names.length > 0
      ? namedKind(names)
      : [String(type), Object.hasOwn(types, String(type)) ? types[String(type)] : undefined];
  if (what === undefined) return;
  throw new UserError(
    `This is ${what} (${found.slice(0, 60)}): its audits, ${likelihoodSuites}, come with decoder models.`,
    { place: { file }, next: 'Audit a classifier, an encoder, or the data file it is trained on.' },
  );
}

function namedKind(names: readonly string[]): readonly [string, string | undefined] {
  for (const name of names) {
    const kind = kinds.find(([ending]) => ending.test(name));
    if (kind !== undefined) return [name, kind[1]];
  }
  return ['', undefined];
}
