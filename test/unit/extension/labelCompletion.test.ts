import assert from 'node:assert/strict';
import { test } from 'node:test';
import { labelOffers } from '../../../src/extension/editor/labelOffers';
import { labelPlace } from '../../../src/extension/editor/labelPlace';
import { trainingData } from '../../../src/extension/editor/trainingData';

const found = {
  labels: [
    { label: 'joy', count: 1_200 },
    { label: 'sad "deep"', count: 3 },
    { label: 'anger', count: 1 },
  ],
  moreLabels: 0,
};

/** What a text is after each offer was taken at |; null: nothing is offered there. */
function taken(marked: string, labels = found): readonly string[] | null {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const place = labelPlace(text, offset);
  if (place === null) return null;
  return labelOffers(place, labels, 'train.jsonl').map(
    (offer) => text.slice(0, place.start) + offer.text + text.slice(place.end),
  );
}

/** @param expected what stands for `data.labels` after the first and the last offer; null: nothing is offered */
function check(what: string, marked: string, expected: readonly [string, string] | null): void {
  test(`labels are offered ${what}`, () => {
    const texts = taken(`{"data": {${marked}}}`);
    const ends = texts === null ? null : [texts.at(0), texts.at(-1)];
    assert.deepEqual(ends, expected?.map((each) => `{"data": {${each}}}`) ?? null);
  });
}

const all = '"anger", "joy", "sad \\"deep\\""';
check('in an empty list', '"labels": [|]', [`"labels": [${all}]`, '"labels": ["sad \\"deep\\""]']);
check('in quotes', '"labels": ["|"]', [`"labels": [${all}]`, '"labels": ["sad \\"deep\\""]']);
check('in quotes with letters', '"labels": ["jo|"]', [
  `"labels": [${all}]`,
  '"labels": ["sad \\"deep\\""]',
]);
check('in place of the list', '"labels": |', [`"labels": [${all}]`, `"labels": [${all}]`]);
check('beyond a comma', '"labels": ["joy", |]', [
  '"labels": ["joy", "anger", "sad \\"deep\\""]',
  '"labels": ["joy", "sad \\"deep\\""]',
]);
check('behind a label without a comma', '"labels": ["joy"|]', [
  '"labels": ["joy", "anger", "sad \\"deep\\""]',
  '"labels": ["joy", "sad \\"deep\\""]',
]);
check('before a label', '"labels": [| "joy"]', [
  '"labels": ["anger", "sad \\"deep\\"",  "joy"]',
  '"labels": ["sad \\"deep\\"",  "joy"]',
]);
check('in quotes that are not closed', '"labels": ["joy", "sa|]', [
  '"labels": ["joy", "anger", "sad \\"deep\\""]',
  '"labels": ["joy", "sad \\"deep\\""]',
]);
check('of a list that is not closed', '"train": "t.csv", "labels": ["joy", |', [
  '"train": "t.csv", "labels": ["joy", "anger", "sad \\"deep\\""',
  '"train": "t.csv", "labels": ["joy", "sad \\"deep\\""',
]);
check('nowhere in a comment', '"labels": [/* | */]', null);
check('nowhere in a comment to the end of its line', '"labels": [ // the |', null);
check('nowhere behind the list', '"labels": ["joy"] |', null);
check('nowhere in the name of the key', '"lab|els": []', null);
check('nowhere in another key', '"train": "|"', null);
check('nowhere in a list within the list', '"labels": [[|]]', null);

test('the labels of other lists are none of its own', () => {
  const texts = taken('{"x": ["joy"], "data": {"labels": [|], "y": ["anger"]}}');
  assert.equal(texts?.length, 4);
});

test('whole numbers are offered in their order, as texts, and not again where they stand as numbers', () => {
  const numbers = {
    labels: ['10', '9', '2'].map((label) => ({ label, count: 1 })),
    moreLabels: 0,
  };
  assert.equal(
    taken('{"data": {"labels": |}}', numbers)?.[0],
    '{"data": {"labels": ["2", "9", "10"]}}',
  );
  assert.deepEqual(taken('{"data": {"labels": [9, 2, |]}}', numbers), [
    '{"data": {"labels": [9, 2, "10"]}}',
  ]);
});

test('labels that were not all counted are not offered as all', () => {
  const texts = taken('{"data": {"labels": [|]}}', { ...found, moreLabels: 5 });
  assert.equal(texts?.[0], '{"data": {"labels": ["anger"]}}');
});

test('an offer says how many rows have the label', () => {
  const text = '{"data": {"labels": []}}';
  const place = labelPlace(text, text.indexOf(']'));
  assert.ok(place !== null);
  const offers = labelOffers(place, found, 'train.jsonl');
  assert.deepEqual(
    offers.map(({ title, detail }) => [title, detail]),
    [
      ['all: "anger", "joy", "sad \\"deep\\""', '3 labels'],
      ['"anger"', '1 row of train.jsonl'],
      ['"joy"', '1,200 rows of train.jsonl'],
      ['"sad \\"deep\\""', '3 rows of train.jsonl'],
    ],
  );
});

test('the training file is known while the config is being written', () => {
  const text =
    '{"data": {"train": "a.csv", "fields": {"label": "mood"}, "labels": [}, "training": {"epochs": 0}}';
  const data = trainingData(text, '/w/x.finetune.json');
  assert.deepEqual([data?.train.path, data?.fields.label], ['/w/a.csv', 'mood']);
  assert.equal(trainingData('{"data": {"labels": [', '/w/x.finetune.json'), null);
  const strange = '{"data": {"train": "a.csv", "fields": {"label": 3}}}';
  assert.equal(trainingData(strange, '/w/x.finetune.json')?.train.path, '/w/a.csv');
});
