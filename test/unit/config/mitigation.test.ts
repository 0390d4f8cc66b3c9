import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { parseOverride } from '../../../src/config/overrides';
import { parseRunConfig } from '../../../src/config/parseRunConfig';

const parse = (mitigation: string, set: readonly string[] = []) =>
  parseRunConfig(
    `{ "model": "m", "data": { "train": "t" },\n"mitigation": ${mitigation} }`,
    path.resolve('/work/x.finetune.json'),
    set.map(parseOverride),
  );

const off = { counterfactual: null, logitPairing: null, adversarial: null, thresholds: null };

const accepted: Record<string, { text: string; set?: string[]; gives: unknown }> = {
  none: { text: 'null', gives: null },
  'a column': {
    text: '{ "groups": "who", "reweighing": true }',
    gives: { groups: 'who', reweighing: true, groupDro: null, ...off },
  },
  'an axis': {
    text: '{ "groups": { "axis": "age" }, "reweighing": true }',
    gives: { groups: { axis: 'age' }, reweighing: true, groupDro: null, ...off },
  },
  'augmentation with its defaults': {
    text: '{ "counterfactual": {} }',
    gives: {
      groups: null,
      reweighing: false,
      groupDro: null,
      ...off,
      counterfactual: { axes: ['gender'], sides: 2 },
    },
  },
  'pairing and an adversary with their defaults': {
    text: '{ "groups": "who", "logitPairing": {}, "adversarial": {} }',
    gives: {
      groups: 'who',
      reweighing: false,
      groupDro: null,
      counterfactual: null,
      logitPairing: { axes: ['gender'], weight: 1 },
      adversarial: { weight: 0.1, hidden: 64, rate: 50 },
      thresholds: null,
    },
  },
  'thresholds with their defaults': {
    text: '{ "groups": "who", "thresholds": {} }',
    gives: {
      groups: 'who',
      reweighing: false,
      groupDro: null,
      ...off,
      thresholds: { constraint: 'demographic-parity', tolerance: 0.02 },
    },
  },
  'all from the command line': {
    text: 'null',
    set: ['mitigation.groups=who', 'mitigation.reweighing=true'],
    gives: { groups: 'who', reweighing: true, groupDro: null, ...off },
  },
  'group DRO with its defaults': {
    text: '{ "groups": "who", "groupDro": {} }',
    gives: {
      groups: 'who',
      reweighing: false,
      groupDro: { over: 'group-and-label', stepSize: 0.01, adjustment: 0 },
      ...off,
    },
  },
};

for (const [name, { text, set, gives }] of Object.entries(accepted)) {
  test(`mitigation is read: ${name}`, () => {
    const { config, problems } = parse(text, set);
    assert.deepEqual(problems, []);
    assert.deepEqual(config?.mitigation, gives);
  });
}

const refused: Record<string, { text: string; at: string; says: RegExp }> = {
  'nothing at all': {
    text: '{}',
    at: '2:15',
    says: /Nothing is on in "mitigation".*"groups" with .*"reweighing": true, .* or "logitPairing": \{\}\); or remove "mitigation"/,
  },
  'parts that are all off': {
    text: '{ "reweighing": false, "groupDro": null }',
    at: '2:15',
    says: /Nothing is on in "mitigation"/,
  },
  'groups alone': {
    text: '{ "groups": "who" }',
    at: '2:27',
    says: /"mitigation\.groups" alone changes nothing.*"reweighing": true, "groupDro": \{\}, "adversarial": \{\} or "thresholds": \{\}/,
  },
  'groups that no part asks for': {
    text: '{ "groups": "who", "counterfactual": {} }',
    at: '2:27',
    says: /"mitigation\.groups" has no effect: "counterfactual" goes by the words of its axes.*or remove "groups"/,
  },
  'labels as groups': {
    text: '{ "groups": "Label", "reweighing": true }',
    at: '2:27',
    says: /The column "Label" holds the labels: groups of equal labels differ.*"data\.fields\.label"/,
  },
  'texts as groups': {
    text: '{ "groups": "text", "adversarial": {} }',
    at: '2:27',
    says: /The column "text" holds the texts/,
  },
  'an axis twice': {
    text: '{ "counterfactual": { "axes": ["gender", "names", "gender"] } }',
    at: '2:35',
    says: /"mitigation\.counterfactual\.axes" names "gender" twice.*Name each axis once/,
  },
  'reweighing without groups': {
    text: '{ "reweighing": true }',
    at: '2:31',
    says: /"mitigation\.reweighing" must know whom each row is about\..*"mitigation\.groups"/,
  },
  'group DRO without groups': {
    text: '{ "groupDro": {} }',
    at: '2:29',
    says: /"mitigation\.groupDro" must know whom each row is about/,
  },
  'reweighing with group DRO': {
    text: '{ "groups": "who", "reweighing": true, "groupDro": {} }',
    at: '2:66',
    says: /both decide how much each group counts\. Keep one of the two/,
  },
  'a step size of nothing': {
    text: '{ "groups": "who", "groupDro": { "stepSize": 0 } }',
    at: '2:60',
    says: /"mitigation\.groupDro\.stepSize" is 0\. Allowed: a number above 0, at most 10/,
  },
  'an adversary without groups': {
    text: '{ "adversarial": {} }',
    at: '2:32',
    says: /"mitigation\.adversarial" must know whom each row is about/,
  },
  'three sides': {
    text: '{ "counterfactual": { "sides": 3 } }',
    at: '2:46',
    says: /"mitigation\.counterfactual\.sides" is 3\. Allowed: 2 or 1/,
  },
  'an axis that cannot be swapped': {
    text: '{ "counterfactual": { "axes": ["gender", "age", "wealth"] } }',
    at: '2:63',
    says: /"mitigation\.counterfactual\.axes\.2" is "wealth"/,
  },
  'an axis nobody knows': {
    text: '{ "groups": { "axis": "gendr" } }',
    at: '2:37',
    says: /"mitigation\.groups\.axis" is "gendr"\. Did you mean "gender"\?/,
  },
  'groups that are a number': {
    text: '{ "groups": 3 }',
    at: '2:27',
    says: /"mitigation\.groups" is 3\. Allowed: a string or an object with axis or null/,
  },
  'a misspelt part': {
    text: '{ "groups": "who", "reweighting": true }',
    at: '2:34',
    says: /Unknown key "mitigation\.reweighting"\. Did you mean "mitigation\.reweighing"\?/,
  },
};

for (const [name, { text, at, says }] of Object.entries(refused)) {
  test(`mitigation is refused at its place: ${name}`, () => {
    const { config, problems } = parse(text);
    assert.equal(config, null);
    assert.equal(problems.length, 1);
    const [problem] = problems;
    assert.match(`${problem?.message} ${problem?.next}`, says);
    assert.equal(`${problem?.line}:${problem?.column}`, at);
  });
}

const parseAudit = (audit: string, where = 'evaluation') =>
  parseRunConfig(
    `{ "model": "m", "data": { "train": "t" },\n${where === '' ? `"audit": ${audit}` : `"evaluation": { "audit": ${audit} }`} }`,
    path.resolve('/work/x.finetune.json'),
    [],
  );

const withFields = (fields: string, mitigation: string, audit = 'null'): readonly string[] =>
  parseRunConfig(
    `{ "model": "m", "data": { "train": "t", ${fields} },\n"mitigation": ${mitigation},\n"evaluation": { "audit": ${audit} } }`,
    path.resolve('/work/x.finetune.json'),
    [],
  ).problems.map(({ line, message }) => `${line}: ${message}`);

test('a column of groups is refused where the config names it for text or label, and not by its name alone then', () => {
  const groups = (name: string): string => `{ "groups": "${name}", "reweighing": true }`;
  const why = 'groups of equal labels differ in them by their making.';
  const named = '"fields": { "text": "body", "label": "verdict" }';
  assert.deepEqual(withFields(named, groups('verdict')), [
    `2: The column "verdict" holds the labels: ${why}`,
  ]);
  assert.deepEqual(withFields(named, groups('body')), [
    '2: The column "body" holds the texts: each of its values is about one row.',
  ]);
  assert.deepEqual(withFields(named, groups('class')), []);
  assert.deepEqual(withFields(named, 'null', '{ "groups": ["who", "verdict"] }'), [
    `3: The column "verdict" holds the labels: ${why}`,
  ]);
});

test('thresholds are refused where the config names more than two labels', () => {
  const thresholds = '{ "groups": "who", "thresholds": {} }';
  assert.deepEqual(withFields('"labels": ["a", "b", "c"]', thresholds), [
    '2: "mitigation.thresholds" is for two labels, and "data.labels" has 3.',
  ]);
  assert.deepEqual(withFields('"labels": ["a", "b"]', thresholds), []);
});

test('what evaluations compare is read with its defaults', () => {
  const { config, problems } = parseAudit('{ "groups": ["who", { "axis": "age" }] }');
  assert.deepEqual(problems, []);
  assert.deepEqual(config?.evaluation.audit, {
    groups: ['who', { axis: 'age' }],
    metrics: ['demographic-parity-difference', 'equalized-odds-difference'],
    positive: null,
  });
});

test('an audit without groups, and one in the wrong place, are refused', () => {
  const [missing] = parseAudit('{}').problems;
  assert.match(`${missing?.message} ${missing?.next}`, /"evaluation\.audit\.groups" is missing/);
  const [misplaced] = parseAudit('{ "groups": ["who"] }', '').problems;
  assert.match(`${misplaced?.message} ${misplaced?.next}`, /"audit".*"evaluation\.audit"/);
});
