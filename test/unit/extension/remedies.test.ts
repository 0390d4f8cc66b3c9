import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseRunConfig } from '../../../src/config/parseRunConfig';
import { fairConfig, fairName } from '../../../src/extension/audits/fairConfig';
import { findingOf, planRemedies } from '../../../src/extension/audits/remedies';
import type { Finding, Places, PlannedRemedy } from '../../../src/extension/audits/remedies';
import type { TrainingRows } from '../../../src/extension/audits/trainingRows';
import type { AuditCheck } from '../../../src/protocol/audit';
import { parseRecipe } from '../../../src/recipe/parseRecipe';
import { sampleAudit, sampleCheck } from '../../support/pages/sampleAudit';

const everywhere = { hasConfig: true, hasRecipe: true };
const remediesFor = (
  finding: Finding,
  places: Places,
  rows: TrainingRows | null = null,
): readonly PlannedRemedy[] => planRemedies(finding, places, rows).remedies;
const idsOf = (checks: readonly AuditCheck[], places = everywhere): string[] =>
  remediesFor(findingOf({ checks }), places).map(({ id }) => id);

const found = (
  id: AuditCheck['id'],
  variant = 'label',
  metric = 'label-share-difference',
): AuditCheck => sampleCheck({ id, variant, metric, verdict: 'disparity' });

test('remedies fit what was found', () => {
  const ofGroups = [
    ...['reweighing/gender', 'group-dro/gender', 'adversarial/gender', 'thresholds/gender'],
  ];
  const ofSwaps = ['counterfactual', 'logit-pairing'];
  const rows: (readonly [readonly AuditCheck[], readonly string[]])[] = [
    [[sampleCheck({ id: 'group/gender' })], []],
    [[found('seat/weat6'), found('functional/insults'), found('group/gender×age')], []],
    [[found('dataset/gender', 'terms', 'share-of-rows')], []],
    [[found('swap/religion')], [...ofSwaps, 'counterfactual-rows']],
    [[found('template/own', 'gender:label')], [...ofSwaps, 'counterfactual-rows']],
    [
      [found('group/gender')],
      [...ofGroups, ...ofSwaps, 'counterfactual-rows', 'resampling/gender'],
    ],
    [
      [found('dataset/gender', 'terms, label:positive')],
      [...ofGroups, ...ofSwaps, 'counterfactual-rows'],
    ],
    [
      [
        found('dataset/terms for gender', 'terms, label:positive'),
        found('dataset/gender', 'column, label:positive'),
      ],
      [...ofGroups, ...ofSwaps, 'counterfactual-rows', 'resampling/gender'],
    ],
    [
      [found('group/platform')],
      [
        ...['reweighing/platform', 'group-dro/platform', 'adversarial/platform'],
        ...['thresholds/platform', 'resampling/platform'],
      ],
    ],
  ];
  for (const [checks, ids] of rows) {
    assert.deepEqual(idsOf(checks), ids, checks.map(({ id }) => id).join());
  }
  const noConfig = { hasConfig: false, hasRecipe: true };
  const only = idsOf([found('group/gender')], noConfig);
  assert.deepEqual(only, ['counterfactual-rows', 'resampling/gender']);
  assert.deepEqual(idsOf([found('group/gender')], { hasConfig: false, hasRecipe: false }), []);
});

const config = `{
  "model": "./m", // the small one
  "task": "text-classification",
  "data": { "train": "a.jsonl", "validation": "b.jsonl" }
}
`;

test('every remedy writes a config or a recipe that is accepted', () => {
  const checks = [
    found('group/gender'),
    found('dataset/age', 'terms, label:x'),
    found('swap/names'),
  ];
  const remedies = remediesFor(findingOf({ checks }), everywhere);
  assert.ok(remedies.length >= 9, String(remedies.length));
  for (const { id, plan, caveat } of remedies) {
    if (plan.type === 'config') {
      const text = fairConfig(config, plan.mitigation, [
        'why',
        ...(caveat === undefined ? [] : [caveat]),
      ]);
      const parsed = parseRunConfig(text, '/w/a.finetune.json');
      assert.deepEqual(parsed.problems, [], `${id}\n${text}`);
      const written = parsed.config?.mitigation as unknown as Record<string, unknown>;
      for (const [key, value] of Object.entries(plan.mitigation)) {
        if (key === 'adversarial') assert.notEqual(written[key], null, id);
        else assert.deepEqual(pick(written[key], value), value, id);
      }
      const begin = id.startsWith('thresholds/') ? '// why\n// Deciding by group' : '// why\n{';
      assert.ok(text.startsWith(begin) && text.includes('// the small one'), text);
    } else {
      const text = JSON.stringify({ input: 'a.jsonl', output: 'b.jsonl', steps: [plan.step] });
      assert.deepEqual(parseRecipe(text, '/w/a.recipe.json').problems, [], id);
    }
  }
});

/** Of what was written only the keys that were asked for. */
function pick(written: unknown, asked: unknown): unknown {
  if (typeof asked !== 'object' || asked === null || Array.isArray(asked)) return written;
  const values = written as Record<string, unknown>;
  return Object.fromEntries(Object.keys(asked).map((key) => [key, values[key]]));
}

test('thresholds even out what was found: shares of a label, else errors', () => {
  const check = (
    metrics: readonly string[],
    expected: string,
    rows: TrainingRows | null = null,
  ) => {
    const checks = metrics.map((metric) => found('group/Gender', 'label', metric));
    const remedies = remediesFor(findingOf({ checks }), everywhere, rows);
    const remedy = remedies.find(({ id }) => id.startsWith('thresholds/'));
    assert.ok(remedy?.plan.type === 'config', metrics.join());
    const { thresholds } = remedy.plan.mitigation;
    assert.deepEqual(thresholds, { constraint: expected }, metrics.join());
    const words = expected === 'equalized-odds' ? 'same rates of errors' : 'equally often';
    assert.ok(remedy.words.includes(words), remedy.words);
  };
  check(['demographic-parity-difference'], 'demographic-parity');
  check(['selection-rate', 'false-positive-rate'], 'demographic-parity');
  check(['disparate-impact'], 'demographic-parity');
  check(['equalized-odds-difference'], 'equalized-odds');
  check(['equal-opportunity-ratio', 'true-positive-rate'], 'equalized-odds');
  check(['accuracy-difference'], 'equalized-odds');
  // Told by the words of an axis, since the training rows lack the column.
  const train = { name: 'train.jsonl', columns: ['text', 'label'] };
  check(['equalized-odds-difference'], 'equalized-odds', { train, nLabels: 2, validation: null });
});

test('one mitigation takes the place of what it cannot be combined with', () => {
  const [reweighing, dro] = remediesFor(findingOf({ checks: [found('group/gender')] }), everywhere);
  assert.ok(reweighing?.plan.type === 'config' && dro?.plan.type === 'config');
  const first = fairConfig(config, reweighing.plan.mitigation, ['one']);
  const second = fairConfig(first, dro.plan.mitigation, ['two']);
  const { config: parsed, problems } = parseRunConfig(second, '/w/a.finetune.json');
  assert.deepEqual(problems, []);
  const mitigation = parsed?.mitigation ?? null;
  assert.equal(mitigation?.reweighing, false);
  assert.equal(mitigation.groupDro?.over, 'group-and-label');
});

test('remedies go by what the training rows have', () => {
  const train = { name: 'train.jsonl', columns: ['text', 'label', 'gender'] };
  const rows = { train, nLabels: 2, validation: null };
  const plan = (column: string, known: TrainingRows) =>
    planRemedies(
      { sources: [column], axes: [], mixes: [], fitMixes: [], notes: [], withUnequalErrors: [] },
      everywhere,
      known,
    );
  const ids = (column: string, known: TrainingRows): string[] =>
    plan(column, known).remedies.map(({ id }) => id.replace(/\/.*/, ''));
  const learned = ['reweighing', 'group-dro', 'adversarial'];

  assert.deepEqual(ids('gender', rows), [...learned, 'thresholds', 'resampling']);
  assert.deepEqual(plan('gender', rows).notes, []);

  const three = { ...rows, nLabels: 3 };
  assert.deepEqual(ids('gender', three), [...learned, 'resampling']);
  assert.match(plan('gender', three).notes.join(), /are for two labels; train.jsonl has 3 labels/);

  const without = { ...rows, validation: { name: 'dev.jsonl', columns: ['text', 'label'] } };
  assert.deepEqual(ids('gender', without), [...learned, 'resampling']);
  assert.match(plan('gender', without).notes.join(), /dev.jsonl has no column "gender"/);

  // A column that only the audited rows have: told by words where it is called like an axis, else not at all.
  assert.deepEqual(ids('Religion', rows), [...learned, 'thresholds']);
  const [first] = plan('Religion', rows).remedies;
  assert.ok(first?.plan.type === 'config');
  assert.deepEqual(first.plan.mitigation.groups, { axis: 'religion' });
  assert.match(plan('Religion', rows).notes.join(), /told by the English words/);
  assert.deepEqual(ids('platform', rows), []);
  assert.match(
    plan('platform', rows).notes.join(),
    /The training file train.jsonl has no column "platform".*Add the column there/,
  );
});

test('new configs have a name of their own', () => {
  const taken = new Set(['a-fair', 'a-fair-2']);
  const rows = { a: 'a-fair-3', 'a-fair-2': 'a-fair-3', b: 'b-fair', fair: 'fair-fair' };
  for (const [name, expected] of Object.entries(rows)) {
    assert.equal(
      fairName(name, (each) => taken.has(each)),
      expected,
    );
  }
});

test('the sample finding names its column and its axis', () => {
  const { sources, axes } = findingOf(sampleAudit());
  assert.deepEqual({ sources, axes }, { sources: ['gender'], axes: ['gender'] });
});

test('shares other than the stated ones are mended by a recipe that states them', () => {
  const share = (group: string, value: number, stated: number | null): AuditCheck =>
    sampleCheck({
      ...{ id: 'dataset/team', variant: 'column', metric: 'share-of-rows', group, value },
      reference: stated === null ? 'equal shares' : `${stated} in mix.json`,
      disparity: { value: value - (stated ?? 0.5), low: 0, high: 0 },
      verdict: 'disparity',
    });
  const stepsOf = (checks: readonly AuditCheck[]): readonly unknown[] =>
    planRemedies(findingOf({ checks }), everywhere, null).remedies.map(({ plan }) =>
      plan.type === 'recipe' ? plan.step : plan.type,
    );
  const step = { type: 'balance', by: 'team', method: 'oversample', others: 'drop' };
  assert.deepEqual(stepsOf([share('red', 0.7, 0.1), share('blue', 0.3, 0.9)]), [
    { ...step, shares: { red: 0.1, blue: 0.9 } },
  ]);
  assert.deepEqual(stepsOf([share('red', 0.7, null), share('blue', 0.3, null)]), [step]);
  // What fits its stated shares is not made equal because of another finding.
  const fits = [share('red', 0.1, 0.1), share('blue', 0.9, 0.9)].map((check) => ({
    ...check,
    verdict: 'none-larger-than-delta' as const,
  }));
  const ofLabels = found('dataset/team', 'column, label:x');
  const steps = (checks: readonly AuditCheck[]): readonly unknown[] =>
    stepsOf(checks).filter((each) => each !== 'config');
  assert.deepEqual(steps([...fits, ofLabels]), []);
  assert.deepEqual(steps([share('red', 0.7, null), ofLabels]), [step]);
  const gone = [share('red', 1, 0.5), share('blue', 0, 0.5)];
  assert.deepEqual(stepsOf(gone), []);
  assert.match(findingOf({ checks: gone }).notes.join(), /No row is about "blue" of team/);
});
