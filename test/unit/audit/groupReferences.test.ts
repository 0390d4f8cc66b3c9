import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { groupAreas } from '../../../src/audit/groups/areas';
import { Pace } from '../../../src/audit/statistics/pace';
import type { Area } from '../../../src/audit/groups/areas';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import { labelRows, predictions } from '../../../src/audit/groups/labelRows';
import type { MeasuredCheck } from '../../../src/audit/statistics/judge';
import { column, scoredRows, yesNoRows } from './scored';

const root = process.env.FINETUNE_ROOT ?? '.';

type Figures = Readonly<Record<string, number>>;
type AreaName = 'auc' | 'bpsn-auc' | 'bnsp-auc';
type AreaFigures = Readonly<
  Record<AreaName, { area: number; variance: number; restVariance: number; covariance: number }>
>;

interface DataSet {
  readonly labels: readonly string[];
  readonly group: readonly string[];
  readonly gold: readonly number[];
  readonly probabilities: readonly number[];
  readonly accuracy: Figures;
  readonly figures: Readonly<
    Record<
      string,
      {
        readonly whole: Readonly<Record<string, number | Figures | AreaFigures>>;
        readonly groups: Readonly<Record<string, Figures>>;
      }
    >
  >;
}

const dataSets = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/audit/groups.json'), 'utf8'),
) as readonly DataSet[];

const options = { ...usualAuditOptions, permutations: 20, resamples: 20, positive: null };

function check(actual: number | null | undefined, expected: number, what: string): void {
  assert.ok(
    typeof actual === 'number' && Math.abs(actual - expected) < 1e-9,
    `${what}: ${actual}, not ${expected}`,
  );
}

function figure(checks: readonly MeasuredCheck[], key: Partial<MeasuredCheck>): MeasuredCheck {
  const found = checks.filter((each) =>
    Object.entries(key).every(([name, value]) => each[name as keyof MeasuredCheck] === value),
  );
  assert.equal(found.length, 1, JSON.stringify(key));
  return found[0]!;
}

test('group figures equal those of Fairlearn, scikit-learn and the formulas of AIF360', async () => {
  for (const [index, data] of dataSets.entries()) {
    const rows = scoredRows(data);
    const { checks } = await auditGroups(rows, [column('who', data.group)], options);
    for (const [name, accuracy] of Object.entries(data.accuracy)) {
      const found = figure(checks, { metric: 'accuracy', group: name, variant: 'all-labels' });
      check(found.value, accuracy, `${index}, accuracy of ${name}`);
    }
    for (const [label, { whole, groups }] of Object.entries(data.figures)) {
      const variant = `one-against-rest:${label}`;
      for (const [group, figures] of Object.entries(groups))
        for (const [metric, value] of Object.entries(figures)) {
          const isError = metric === 'expected-calibration-error';
          const key = { metric, group, variant: isError ? `${variant}/15-equal-mass` : variant };
          check(figure(checks, key).value, value, `${index}, ${metric} of ${group} for ${label}`);
        }
      for (const [name, value] of Object.entries(whole)) {
        const [metric = '', definition = ''] = name.split('/');
        const what = `${index}, ${name} for ${label}`;
        if (typeof value === 'number') {
          const found = figure(checks, { metric, variant: `${variant}/${definition}` });
          check(found.value, value, what);
        } else if (metric === 'signed') {
          const key = { metric: 'selection-rate', group: definition, variant };
          const expected = (value as Figures)['selection-rate'] ?? NaN;
          check(figure(checks, key).disparity?.value, expected, what);
        }
      }
    }
  }
});

/** The variance that the effective number of rows was made from. */
function measured(area: Area | null): number | null {
  return area && (area.value * (1 - area.value)) / area.effectiveRows;
}

test('variances of areas are those of all pairs', async () => {
  for (const data of dataSets) {
    const rows = scoredRows(data);
    const names = [...new Set(data.group)];
    const groupOf = Int32Array.from(data.group, (name) => names.indexOf(name));
    for (const [label, { whole }] of Object.entries(data.figures)) {
      const subject = labelRows(rows, predictions(rows), data.labels.indexOf(label));
      const areas = await groupAreas(subject, { groupOf, names }, { pace: new Pace({}) });
      for (const [group, name] of names.entries()) {
        const expected = whole[`delong/${name}`] as AreaFigures;
        const found = areas[group]!;
        check(measured(found.own), expected.auc.variance, `auc of ${name}`);
        check(measured(found.rest), expected.auc.restVariance, `rest of ${name}`);
        check(measured(found.bpsn), expected['bpsn-auc'].variance, `bpsn of ${name}`);
        check(measured(found.bnsp), expected['bnsp-auc'].variance, `bnsp of ${name}`);
        check(
          found.covariance.bpsn,
          expected['bpsn-auc'].covariance,
          `bpsn of ${name}, covariance`,
        );
        check(
          found.covariance.bnsp,
          expected['bnsp-auc'].covariance,
          `bnsp of ${name}, covariance`,
        );
      }
    }
  }
});

const vectors = path.join(root, '../shared/data/reference_vectors.json');

test(
  'the example of the Fairlearn documentation',
  { skip: existsSync(vectors) ? false : `${vectors} is absent` },
  async () => {
    const all = JSON.parse(readFileSync(vectors, 'utf8')) as {
      fairlearn_doc_example: Record<string, unknown> & {
        y_true: number[];
        y_pred: number[];
        group: string[];
        a: Figures;
        b: Figures;
      };
    };
    const example = all.fairlearn_doc_example;
    const rows = yesNoRows(
      example.y_true,
      example.y_pred.map((answer) => (answer === 1 ? 0.75 : 0.25)),
    );
    const { checks } = await auditGroups(rows, [column('group', example.group)], options);
    const variant = 'one-against-rest:yes';
    const whole: Readonly<Record<string, readonly [metric: string, variant: string]>> = {
      demographic_parity_difference: ['demographic-parity-difference', 'max-min'],
      demographic_parity_ratio: ['demographic-parity-ratio', 'min-max'],
      equalized_odds_difference_worst_case: ['equalized-odds-difference', 'worst-case'],
      equalized_odds_difference_mean: ['equalized-odds-difference', 'mean'],
      equalized_odds_ratio_worst_case: ['equalized-odds-ratio', 'worst-case'],
      equal_opportunity_difference: ['equal-opportunity-difference', 'max-min'],
    };
    for (const [name, [metric, definition]] of Object.entries(whole)) {
      const found = figure(checks, { metric, variant: `${variant}/${definition}` });
      check(found.value, example[name] as number, name);
    }
    const ofB = (metric: string): MeasuredCheck => figure(checks, { metric, group: 'b', variant });
    const aif360 = (name: string): number => example[`aif360_${name}`] as number;
    check(
      ofB('average-odds-difference').value,
      aif360('average_odds_difference(unpriv=b,priv=a)'),
      'AOD',
    );
    check(ofB('disparate-impact').value, aif360('disparate_impact(unpriv=b)'), 'DI');
    check(
      ofB('selection-rate').disparity?.value,
      aif360('statistical_parity_difference(unpriv=b)'),
      'SPD',
    );
    const rates = { sel: 'selection-rate', tpr: 'true-positive-rate', fpr: 'false-positive-rate' };
    for (const group of ['a', 'b'] as const)
      for (const [short, metric] of Object.entries({ ...rates, ppv: 'positive-predictive-value' }))
        check(
          figure(checks, { metric, group, variant }).value,
          example[group][short] ?? NaN,
          metric,
        );
    // Groups of 7 and 11: shown, never judged.
    for (const each of checks) assert.ok(each.withheld !== null && each.pValue === null);
  },
);
