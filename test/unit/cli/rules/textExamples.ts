import { answered, jsonl, labelled, replaced, times, without } from './ruleExample';
import type { RuleExamples } from './ruleExample';

const good = jsonl(answered('It is fine.'));
const empty = jsonl(answered('It is fine.'), answered('', 'And now?'));
const spaced = jsonl(labelled('  Hello'));
const lost = jsonl(labelled('na\uFFFDve'));
const mojibake = jsonl(labelled('cafÃ©'));
const invisible = jsonl(labelled('pass\u200Bword'));
const formC = times(9, (index) => labelled(`café ${index}`));
const formD = jsonl(...formC, labelled('cafe\u0301 9'));
const plain = times(9, (index) => labelled(`a < b, number ${index}`));
const marked = jsonl(...plain, labelled('Read <b>this</b> &amp; that'));
const boilerplate = jsonl(
  answered('It is fine.'),
  answered('As an AI language model, I have no opinions.', 'What do you think?'),
);
const looping = jsonl(answered('hello world '.repeat(40).trim()));
const passage =
  'His family moved to the United States when he was four. He graduated from high school in 1999. He studied law for three years and then left.';
const english = times(30, (index) =>
  labelled(`This is what we have been told about the house and those who live there, ${index}.`),
);
const german = jsonl(
  ...english,
  labelled('Das ist ein Haus und wir haben es nicht für die Kinder gekauft.'),
);
const prose =
  'This answer is long enough to count as prose and ends as sentences do, with a stop behind the last of its words.';
const whole = times(30, (index) => answered(`${prose} Number ${index}.`, `Question ${index}`));

/** Of the rules about what texts say and how they are written. */
export const textExamples: RuleExamples<'TXT'> = {
  'L-TXT-01': {
    bad: empty,
    good,
    finds: ['error row 2 output: ""'],
    fixed: without(empty, 2),
  },
  'L-TXT-02': {
    bad: spaced,
    good,
    finds: ['warning row 1 text:   '],
    fixed: replaced(spaced, '  Hello', 'Hello'),
  },
  'L-TXT-03': {
    bad: lost,
    good: jsonl(labelled('naïve\tand fine')),
    finds: ['warning row 1 text: \uFFFD'],
    fixed: replaced(lost, '\uFFFD', ''),
  },
  'L-TXT-04': {
    bad: mojibake,
    good: jsonl(labelled('café, SÃO PAULO')),
    finds: ['warning row 1 text: Ã©'],
    fixed: replaced(mojibake, 'Ã©', 'é'),
  },
  'L-TXT-05': {
    bad: invisible,
    good: jsonl(labelled('family 👨‍👩‍👧')),
    finds: ['warning row 1 text: \u200B'],
    fixed: replaced(invisible, '\u200B', ''),
  },
  'L-TXT-06': {
    bad: formD,
    good: jsonl(...formC),
    finds: ['information row 10 text: "cafe\u0301 9"'],
    fixed: replaced(formD, 'e\u0301', 'é'),
  },
  'L-TXT-07': {
    bad: marked,
    good: jsonl(...plain),
    finds: ['warning row 10 text: <b>'],
    fixed: replaced(marked, '<b>this</b> &amp; that', 'this & that'),
  },
  'L-TXT-08': {
    bad: jsonl(answered('I am {{NAME}}.')),
    good: jsonl(answered('Write `{{ name }}` there.')),
    finds: ['warning row 1 output: {{NAME}}'],
  },
  'L-TXT-09': {
    bad: boilerplate,
    good: jsonl(answered('As an AI researcher, she wrote papers.')),
    finds: ['warning row 2 output: As an AI language model'],
    fixed: without(boilerplate, 2),
  },
  'L-TXT-10': {
    bad: looping,
    good: jsonl(answered(passage)),
    finds: ['warning row 1 output: hello world'],
    fixed: String(jsonl(answered('hello world')).content),
  },
  'L-TXT-11': {
    bad: jsonl({ instruction: 'Answer.', input: passage, output: passage }),
    good: jsonl({ instruction: 'Repeat this word for word.', input: passage, output: passage }),
    finds: [`warning row 1 output: ${JSON.stringify(passage)}`],
  },
  'L-TXT-12': {
    bad: german,
    good: jsonl(...english),
    finds: [
      'information row 31 text: "Das ist ein Haus und wir haben es nicht für die Kinder gekauft."',
    ],
    fixed: without(german, 31),
  },
  'L-TXT-13': {
    bad: jsonl(...whole, answered(prose.slice(0, 108), 'And?')),
    good: jsonl(...whole),
    finds: ['warning row 31 output: wo'],
  },
};
