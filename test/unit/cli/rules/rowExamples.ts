import path from 'node:path';
import { answered, jsonl, labelled, replaced, times, without } from './ruleExample';
import type { RuleExamples } from './ruleExample';

const model = path.join(process.env.FINETUNE_ROOT ?? '.', 'samples', 'models', 'minilm-small');
const counting = (length: number): readonly string[] => [
  '--model',
  model,
  '--max-length',
  String(length),
];
const words = (count: number): string => 'word '.repeat(count).trim();
const long = words(40);
const short = times(40, (index) => labelled('word '.repeat(10 + (index % 10)).trim()));

/** Of the rules about lengths in tokens. */
export const lengthExamples: RuleExamples<'LEN'> = {
  'L-LEN-01': {
    bad: jsonl({ prompt: long, completion: 'Yes.' }),
    good: jsonl({ prompt: 'Well?', completion: 'Yes.' }),
    finds: [`error row 1: {"prompt":"${long}","completion":"Yes."}`],
    flags: counting(32),
    // [CLS], 26 words, wordYes as "word ##ye ##s", ".", [SEP]: prompt and answer are joined as they are.
    fixed: String(jsonl({ prompt: words(27), completion: 'Yes.' }).content),
  },
  'L-LEN-02': {
    bad: jsonl(labelled(long)),
    good: jsonl(labelled('A word.')),
    finds: [`warning row 1: {"text":"${long}","label":"good"}`],
    flags: counting(32),
    fixed: String(jsonl(labelled(words(30))).content),
  },
  'L-LEN-03': {
    bad: jsonl(...short, labelled('word '.repeat(900).trim())),
    good: jsonl(...short),
    finds: [`information row 41: ${JSON.stringify(labelled('word '.repeat(900).trim()))}`],
  },
  'L-LEN-04': {
    bad: jsonl(labelled('გამარჯობა, როგორ ხარ დღეს, ჩემო კარგო მეგობარო?')),
    good: jsonl(labelled('Hello, how are you today, my good friend?')),
    finds: [
      'information row 1: {"text":"გამარჯობა, როგორ ხარ დღეს, ჩემო კარგო მეგობარო?","label":"good"}',
    ],
    flags: counting(128),
  },
};

const pairs = jsonl(
  { source: 'A house.', target: 'Ein Haus.' },
  { source: 'Yes.', target: 'Wir haben es ihm gesagt, und er hat es nicht gehört. Leider.' },
);
const question = (start: number) =>
  jsonl({
    context: 'The tower is 300 m high.',
    question: 'How high is it?',
    answers: { text: ['300 m'], answer_start: [start] },
  });
const tagged = jsonl({ tokens: ['In', 'Rome'], tags: ['O', 'I-LOC'] });

// Put together here, so that no scanner takes this file for a leak.
const key = ['AKIA', 'QYLPMN5HFIQR7XYA'].join('');
const secret = jsonl(answered(`Take ${key} then.`));
const mail = jsonl(answered('Write to anna@firm.com now.'));

/** Of the rules about rows of one schema, and about what no text should hold. */
export const otherRowExamples: RuleExamples<'PAR' | 'QA' | 'NER' | 'PII' | 'TOX'> = {
  'L-PAR-01': {
    bad: pairs,
    good: jsonl({ source: 'A house.', target: 'Ein Haus.' }),
    finds: ['warning row 2 target: "Wir haben es ihm gesagt, und er hat es nicht gehört. Leider."'],
    fixed: without(pairs, 2),
  },
  'L-QA-01': {
    bad: question(10),
    good: question(13),
    finds: ['error row 1 answers.answer_start[0]: 10'],
    fixed: String(question(13).content),
  },
  'L-NER-01': {
    bad: tagged,
    good: jsonl({ tokens: ['In', 'Rome'], tags: ['O', 'B-LOC'] }),
    finds: ['error row 1 tags[1]: "I-LOC"'],
    fixed: replaced(tagged, 'I-LOC', 'B-LOC'),
  },
  'L-PII-01': {
    bad: mail,
    good: jsonl(answered('Follow @anna, use logo@2x.png.')),
    finds: ['warning row 1 output: anna@firm.com'],
    fixed: replaced(mail, 'anna@firm.com', '[EMAIL]'),
  },
  'L-PII-02': {
    bad: secret,
    good: jsonl(answered('Take AKIA then.')),
    finds: [`error row 1 output: ${key}`],
    fixed: replaced(secret, key, '[SECRET]'),
  },
  'L-TOX-01': {
    bad: jsonl(answered('The referee is an asshole.', 'How was the match?')),
    good: jsonl(answered('He shouted "you asshole" and left.', 'How was the match?')),
    finds: ['information row 1 output: asshole'],
  },
};
