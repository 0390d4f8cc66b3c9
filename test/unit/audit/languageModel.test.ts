import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refuseLanguageModel } from '../../../src/audit/languageModel';

test('models that generate text are told that their suites come with decoder models', () => {
  const refused: (readonly [object, RegExp])[] = [
    [{ architectures: ['LlamaForCausalLM'] }, /a language model \(LlamaForCausalLM\)/],
    [{ architectures: ['GPT2LMHeadModel'] }, /a language model/],
    [{ architectures: ['T5ForConditionalGeneration'] }, /a sequence-to-sequence model/],
    [{ model_type: 'qwen2' }, /a language model \(qwen2\)/],
    [{ model_type: 'bart', architectures: [] }, /a sequence-to-sequence model \(bart\)/],
  ];
  for (const [config, words] of refused) {
    assert.throws(() => refuseLanguageModel(config, '/m/config.json'), words);
    assert.throws(
      () => refuseLanguageModel(config, '/m/config.json'),
      /CrowS-Pairs, StereoSet and BBQ by likelihood, come with decoder models/,
    );
  }
  const fine = [
    { architectures: ['BertForSequenceClassification'], model_type: 'bert' },
    { architectures: ['BertForMaskedLM'], model_type: 'bert' },
    { architectures: ['GPT2ForSequenceClassification'], model_type: 'gpt2' },
    { architectures: 7, model_type: 'toString' },
    {},
  ];
  for (const config of fine) refuseLanguageModel(config, '/m/config.json');
});
