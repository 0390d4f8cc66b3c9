import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whatToDoLines } from '../../../src/cli/terminal/whatToDo';
import { parseOverride } from '../../../src/config/overrides';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import type { AuditCheck } from '../../../src/protocol/audit';

const value = { value: 0.2, low: 0.1, high: 0.3 };
const config = '{ "model": "m", "task": "text-classification", "data": { "train": "t.jsonl" } }';

function found(changes: Partial<AuditCheck>): AuditCheck {
  return {
    ...{ id: 'group/gender', variant: 'one-against-rest:yes/max-min', group: null },
    ...{ metric: 'demographic-parity-difference', reference: null, nullBand: null, rows: [] },
    ...{ ...value, disparity: value, pValue: 0.001, adjustedPValue: 0.001, detectable: 0.1 },
    ...{ n: 100, needed: null, verdict: 'disparity' },
    ...changes,
  };
}

/** The overrides of each line, as a shell reads them. */
function overrides(checks: readonly AuditCheck[]): string[][] {
  const lines = whatToDoLines({ checks }, 1_000).filter((line) => line.startsWith('  --set '));
  return lines.map((line) =>
    [...line.matchAll(/--set (?:'((?:[^']|'\\'')*)'|(\S+))/g)].map(([, quoted, plain]) =>
      (quoted ?? plain ?? '').replaceAll(String.raw`'\''`, "'"),
    ),
  );
}

function check(checks: readonly AuditCheck[], expected: readonly string[][]): void {
  const given = overrides(checks);
  assert.deepEqual(given, expected);
  for (const each of given) {
    const { problems } = parseRunConfig(config, '/w/c.finetune.json', each.map(parseOverride));
    assert.deepEqual(problems, [], each.join(' '));
  }
}

test('a disparity between groups of a column is met by weights that train takes', () => {
  check(
    [found({})],
    [
      ['mitigation.groups=gender', 'mitigation.reweighing=true'],
      ['mitigation.groups=gender', 'mitigation.groupDro={}'],
      ['mitigation.counterfactual={"axes":["gender"],"sides":2}'],
      ['mitigation.logitPairing={"axes":["gender"],"weight":1}'],
    ],
  );
  check(
    [found({ id: "group/who's it" })],
    [
      ["mitigation.groups=who's it", 'mitigation.reweighing=true'],
      ["mitigation.groups=who's it", 'mitigation.groupDro={}'],
    ],
  );
});

test('labels of a dataset that go with words of an axis are met by that axis', () => {
  const terms = { id: 'dataset/terms for religion', variant: 'terms, label:good' } as const;
  check(
    [found({ ...terms, metric: 'label-share-difference', group: 'Muslim' })],
    [
      ['mitigation.groups={"axis":"religion"}', 'mitigation.reweighing=true'],
      ['mitigation.groups={"axis":"religion"}', 'mitigation.groupDro={}'],
      ['mitigation.counterfactual={"axes":["religion"],"sides":2}'],
      ['mitigation.logitPairing={"axes":["religion"],"weight":1}'],
    ],
  );
});

test('where nothing is found, or nothing that training changes, nothing is said', () => {
  for (const changes of [
    { verdict: 'not-enough-data' },
    { verdict: 'model-too-weak' },
    { id: 'group/age×gender' },
    { id: 'dataset/dialect', variant: 'column', metric: 'share-of-rows' },
    { id: 'seat/gender-career', variant: 'mean', metric: 'effect-size' },
  ] as const)
    assert.deepEqual(whatToDoLines({ checks: [found(changes)] }, 100), [], JSON.stringify(changes));
});
