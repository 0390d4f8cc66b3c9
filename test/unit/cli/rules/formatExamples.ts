import { answered, chat, jsonl, labelled, replaced, times, without } from './ruleExample';
import type { RuleExamples } from './ruleExample';

/** So many that a mended row more makes no label rare. */
const days = times(20, (index) => labelled(`Day ${index}.`, index < 10 ? 'good' : 'bad'));
const good = jsonl(...days);
const cafe = `${String(good.content)}{"text":"caf\xe9","label":"good"}\n`;
const noComma = jsonl(...days, '{"text": "fine" "label": "good"}');
const list = jsonl(...days, '["a text", "a label"]');
const table = (row: string) => {
  const cells = days.map(({ text, label }) => `${String(text)},${String(label)}\n`);
  return { name: 'rows.csv', content: `text,label\n${row}\n${cells.join('')}` };
};
const unquoted = table('a, b,good');
const twice = jsonl('{"text": "one", "text": "two", "label": "x"}');
const numbers = jsonl(
  ...times(9, (index) => labelled(`Day ${index}`)),
  '{"text": "Day 9", "label": 3}',
);
const misnamed = jsonl(...days, '{"text": "A grey day.", "Label": "bad"}');
const mixed = jsonl(
  ...times(9, (index) => answered(`Day ${index}.`)),
  chat('user: Hi', 'assistant: Hello'),
);

/** Of the rules about how rows are written. */
export const formatExamples: RuleExamples<'FMT'> = {
  'L-FMT-01': {
    bad: noComma,
    good,
    finds: ['error row 21: "label"'],
    fixed: replaced(noComma, '"fine" "', '"fine", "'),
  },
  'L-FMT-02': {
    bad: list,
    good,
    finds: ['error row 21: ["a text", "a label"]'],
    fixed: without(list, 21),
  },
  'L-FMT-03': {
    bad: { name: 'rows.jsonl', content: Buffer.from(cafe, 'latin1') },
    good,
    finds: ['error row 21: \uFFFD'],
    fixed: cafe,
  },
  'L-FMT-04': {
    bad: unquoted,
    good: table('"a, b",good'),
    finds: ['error row 1: a, b,good'],
    fixed: replaced(unquoted, 'a, b', '"a, b"'),
  },
  'L-FMT-05': {
    bad: twice,
    good,
    finds: ['error row 1: "text"'],
    fixed: replaced(twice, '"text": "one", ', ''),
  },
  'L-FMT-06': {
    bad: numbers,
    good: jsonl(...times(10, (index) => labelled(`Day ${index}`))),
    finds: ['warning row 10 label: 3'],
    fixed: replaced(numbers, ': 3', ': "3"'),
  },
  'L-FMT-07': {
    bad: misnamed,
    good,
    finds: ['error row 21 label: {"text": "A grey day.", "Label": "bad"}'],
    fixed: replaced(misnamed, '"Label"', '"label"'),
  },
  'L-FMT-08': {
    bad: mixed,
    good: jsonl(...times(10, (index) => answered(`Day ${index}.`))),
    finds: [
      'warning row 10: {"messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello"}]}',
    ],
  },
};
