import { chat, jsonl, labelled, replaced, times, without } from './ruleExample';
import type { DataFile, RuleExamples } from './ruleExample';

const prose =
  'The delivery was late, and nobody at the shop could tell me why it took so long to bring one book to a house in the same street.';
const exact = jsonl(labelled('Great!'), labelled('Dull.', 'bad'), labelled('Great!'));
const spelt = jsonl(labelled('Great film!'), labelled('great  film!'));
const near = jsonl(labelled(prose), labelled('Dull.', 'bad'), labelled(`${prose} Bad.`));
const apart = jsonl(labelled('Great!'), labelled('Dull.', 'bad'));

const training: DataFile = {
  ...jsonl(labelled('Refund please'), labelled(prose)),
  name: 'train.jsonl',
};
const against = ['--against', 'rows.jsonl'];

const rareGood = times(60, (index) => labelled(`Text ${index}`, index % 2 === 0 ? 'good' : 'bad'));
const spelling = jsonl(
  labelled('Fine.', 'Positive '),
  ...times(3, (index) => labelled(`Text ${index}`, 'positive')),
);
const sorted = times(60, (index) => labelled(`Text ${index}`, index < 30 ? 'good' : 'bad'));
const shuffled = times(60, (index) => labelled(`Text ${index}`, index % 3 === 0 ? 'good' : 'bad'));
const wordy = (isShort: boolean) =>
  times(200, (index) => {
    const isSpam = index % 2 === 0;
    const words = Array.from({ length: 8 }, (_, at) => `w${(index * 37 + at * 101) % 271}`);
    const tail = isShort && isSpam && index % 6 === 0 ? ' Unsubscribe!' : '';
    return labelled(`${words.join(' ')}${tail}`, isSpam ? 'spam' : 'ham');
  });

/** Rows of which a model says another label with much confidence. */
const doubted = jsonl(
  ...times(60, (index) =>
    labelled(`Text ${index}`, (index % 2 === 0) === (index !== 6) ? 'good' : 'bad'),
  ),
);
const predictions: DataFile = {
  name: 'predictions.jsonl',
  content: Array.from({ length: 60 }, (_, index) => {
    const scores = index % 2 === 0 ? { good: 0.9, bad: 0.1 } : { good: 0.1, bad: 0.9 };
    const prediction = index % 2 === 0 ? 'good' : 'bad';
    return `${JSON.stringify({ row: index + 1, prediction, scores })}\n`;
  }).join(''),
};

const pair = (index: number, longer: number) => ({
  prompt: `Question ${index}`,
  chosen: 'word '.repeat(index % 100 < longer ? 9 : 3).trim(),
  rejected: 'other '.repeat(5).trim(),
});
const feedback = (index: number, good: number) => ({
  prompt: `Question ${index}`,
  completion: `Answer ${index}`,
  label: index < good,
});
const about = (who: string, label: string, count: number) =>
  times(count, (index) => labelled(`${who} called about order ${index}`, label));

/** Of the rules about duplicates in one file. */
export const duplicateExamples: RuleExamples<'DUP'> = {
  'L-DUP-01': {
    bad: exact,
    good: apart,
    finds: ['warning row 3: {"text":"Great!","label":"good"}'],
    fixed: without(exact, 3),
  },
  'L-DUP-02': {
    bad: spelt,
    good: apart,
    finds: ['warning row 2: {"text":"great  film!","label":"good"}'],
    fixed: without(spelt, 2),
  },
  'L-DUP-03': {
    bad: near,
    good: apart,
    finds: [`warning row 3: {"text":"${prose} Bad.","label":"good"}`],
    fixed: without(near, 3),
  },
  'L-DUP-04': {
    bad: jsonl(labelled('Not bad', 'good'), labelled('not bad', 'bad')),
    good: apart,
    finds: ['error row 2: {"text":"not bad","label":"bad"}'],
  },
};

/** Of the rules about an evaluation file beside the training file. */
export const leakExamples: RuleExamples<'LEAK'> = {
  'L-LEAK-01': {
    bad: jsonl(labelled('Where is it?'), labelled('refund please')),
    good: jsonl(labelled('Where is it?')),
    finds: ['error row 2: {"text":"refund please","label":"good"}'],
    flags: ['train.jsonl', ...against],
    beside: [training],
  },
  'L-LEAK-02': {
    bad: jsonl(labelled(`${prose} Bad.`)),
    good: jsonl(labelled('Where is it?')),
    finds: [`warning row 1: {"text":"${prose} Bad.","label":"good"}`],
    flags: ['train.jsonl', ...against],
    beside: [training],
  },
};

/** Of the rules about labels. */
export const labelExamples: RuleExamples<'LBL'> = {
  'L-LBL-01': {
    bad: doubted,
    good: jsonl(...rareGood),
    finds: ['warning row 7 label: "bad"'],
    flags: ['--probabilities', 'predictions.jsonl'],
    beside: [predictions],
  },
  'L-LBL-02': {
    bad: jsonl(...rareGood, labelled('Hm.', 'sarcasm')),
    good: jsonl(...rareGood),
    finds: ['warning row 61 label: "sarcasm"'],
  },
  'L-LBL-03': {
    bad: spelling,
    good: apart,
    finds: ['error row 1 label: "Positive "'],
    fixed: replaced(spelling, 'Positive ', 'positive'),
  },
  'L-LBL-04': { bad: jsonl(...sorted), good: jsonl(...shuffled), finds: ['information file'] },
  'L-LBL-05': {
    bad: jsonl(...wordy(true)),
    good: jsonl(...wordy(false)),
    finds: ['warning row 1 text: Unsubscribe'],
  },
};

const missing = jsonl(pair(1, 60), { prompt: 'Hi', chosen: 'Yes', rejected: 'Yes' });

/** Of the rules about preferences. */
export const preferenceExamples: RuleExamples<'PRF'> = {
  'L-PRF-01': {
    bad: missing,
    good: jsonl(pair(1, 60)),
    finds: ['error row 2 rejected: "Yes"'],
    fixed: without(missing, 2),
  },
  'L-PRF-02': {
    bad: jsonl(...times(100, (index) => pair(index, 80))),
    good: jsonl(...times(100, (index) => pair(index, 50))),
    finds: ['warning file'],
  },
  'L-PRF-03': {
    bad: jsonl(...times(40, (index) => feedback(index, 2))),
    good: jsonl(...times(40, (index) => feedback(index, 20))),
    finds: ['warning file'],
  },
};

/** Of the rules about fairness and size. */
export const otherDatasetExamples: RuleExamples<'FAIR' | 'SIZE'> = {
  'L-FAIR-01': {
    bad: jsonl(
      ...about('she', 'bad', 80),
      ...about('she', 'good', 20),
      ...about('he', 'bad', 20),
      ...about('he', 'good', 80),
    ),
    good: jsonl(
      ...about('she', 'bad', 50),
      ...about('she', 'good', 50),
      ...about('he', 'bad', 50),
      ...about('he', 'good', 50),
    ),
    finds: ['information file'],
  },
  'L-SIZE-01': {
    bad: jsonl(...times(49, (index) => chat(`user: Hi ${index}`, 'assistant: Hello'))),
    good: jsonl(...times(50, (index) => chat(`user: Hi ${index}`, 'assistant: Hello'))),
    finds: ['warning file'],
  },
};
