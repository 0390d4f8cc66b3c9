import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import type { GroupAudit } from '../../../src/audit/groups/auditGroups';
import { judgeChecks } from '../../../src/audit/statistics/judge';
import type { MeasuredCheck } from '../../../src/audit/statistics/judge';
import { column, scoredRows } from './scored';

const root = process.env.FINETUNE_ROOT ?? '.';

/** A rate of a group; null where it is undefined, or not to be tested. */
interface Rate {
  readonly n: number;
  readonly value: number | null;
  readonly interval: readonly [low: number, high: number] | null;
  /** From the rate of all others. */
  readonly distance: number | null;
  readonly p: number | null;
}

interface LabelFigures {
  readonly groups: Readonly<
    Record<
      string,
      {
        readonly rates: Readonly<Record<string, Rate>>;
        readonly plain: Readonly<Record<string, number | null>>;
      }
    >
  >;
  readonly gaps: Readonly<Record<string, number | null>>;
}

interface DataSet {
  readonly title: string;
  readonly labels: readonly string[];
  readonly gold: readonly number[];
  readonly probabilities: readonly number[];
  readonly columns: Readonly<Record<string, readonly (string | null)[]>>;
  readonly sets: Readonly<
    Record<
      string,
      {
        readonly names: readonly string[];
        readonly used: number;
        readonly labels: Readonly<Record<string, LabelFigures>>;
        readonly accuracy: Readonly<Record<string, Rate>>;
      }
    >
  >;
  /** `set|label|metric|group`: the adjusted p-value. */
  readonly adjusted: Readonly<Record<string, number>>;
}

/** What tells one check of an audit from all others. */
type Key = Readonly<Record<'id' | 'variant' | 'metric', string> & { group?: string }>;

const dataSets = JSON.parse(
  readFileSync(path.join(root, 'test/fixtures/audit/awkward.json'), 'utf8'),
) as readonly DataSet[];

const options = { ...usualAuditOptions, permutations: 20, resamples: 20, positive: null };

function check(actual: number | null | undefined, expected: number | null, what: string): void {
  if (expected === null) assert.equal(actual, null, `${what} is undefined`);
  else
    assert.ok(
      typeof actual === 'number' && Math.abs(actual - expected) <= 1e-9,
      `${what}: ${actual}, not ${expected}`,
    );
}

/** What cannot be computed is no 0 and no verdict, and says why. */
function checkUndefined(found: MeasuredCheck, what: string): void {
  const { value, low, high, disparity, pValue, withheld, reason = '' } = found;
  assert.deepEqual(
    { value, low, high, disparity, pValue, withheld },
    {
      ...{ value: null, low: null, high: null, disparity: null, pValue: null },
      withheld: 'not-enough-data',
    },
    what,
  );
  assert.match(reason, /^\p{Lu}.+\.$/u, `${what} gives a reason`);
}

for (const data of dataSets)
  describe(`figures by group where much is undefined: ${data.title}`, () => {
    let audit: GroupAudit;
    before(async () => {
      const columns = Object.entries(data.columns).map(([name, values]) => column(name, values));
      audit = await auditGroups(scoredRows(data), columns, options);
    });

    const figure = (key: Key): MeasuredCheck => {
      const found = audit.checks.filter((each) =>
        Object.entries(key).every(([name, value]) => each[name as keyof MeasuredCheck] === value),
      );
      assert.equal(found.length, 1, JSON.stringify(key));
      return found[0]!;
    };

    const checkRate = (key: Key, expected: Rate): void => {
      const [found, what] = [figure(key), JSON.stringify(key)];
      assert.equal(found.n, expected.n, what);
      check(found.value, expected.value, what);
      check(found.low, expected.interval?.[0] ?? null, `${what}, low`);
      check(found.high, expected.interval?.[1] ?? null, `${what}, high`);
      check(found.disparity?.value ?? null, expected.distance, `${what}, distance`);
      check(found.pValue, expected.p, `${what}, p`);
      if (expected.p === null) assert.ok(found.withheld !== null && found.reason, what);
      if (expected.value === null) checkUndefined(found, what);
    };

    test('groups are those that occur', () => {
      for (const [id, { names, used }] of Object.entries(data.sets)) {
        const found = audit.checks.filter((each) => each.id === id && each.metric === 'accuracy');
        assert.deepEqual(
          found.map(({ group }) => group),
          names,
        );
        const coverage = audit.coverage.find((each) => each.id === id);
        assert.deepEqual([coverage?.used, coverage?.of], [used, data.gold.length], id);
      }
    });

    test('rates, their intervals and exact tests', () => {
      for (const [id, { labels, accuracy }] of Object.entries(data.sets)) {
        for (const [group, expected] of Object.entries(accuracy))
          checkRate({ id, variant: 'all-labels', metric: 'accuracy', group }, expected);
        for (const [label, { groups }] of Object.entries(labels))
          for (const [group, { rates }] of Object.entries(groups))
            for (const [metric, expected] of Object.entries(rates))
              checkRate({ id, variant: `one-against-rest:${label}`, metric, group }, expected);
      }
    });

    test('areas, odds and ratios of groups', () => {
      for (const [id, { labels }] of Object.entries(data.sets))
        for (const [label, { groups }] of Object.entries(labels))
          for (const [group, { plain }] of Object.entries(groups))
            for (const [metric, expected] of Object.entries(plain)) {
              const key = { id, variant: `one-against-rest:${label}`, metric, group };
              const [found, what] = [figure(key), JSON.stringify(key)];
              check(found.value, expected, what);
              if (expected === null) checkUndefined(found, what);
            }
    });

    test('gaps over all groups, and over those that are judged', () => {
      for (const [id, { labels }] of Object.entries(data.sets))
        for (const [label, { gaps }] of Object.entries(labels)) {
          for (const [name, expected] of Object.entries(gaps)) {
            const [metric = '', ...definition] = name.split('/');
            const variant = [`one-against-rest:${label}`, ...definition].join('/');
            const [found, what] = [figure({ id, variant, metric }), `${id} ${label} ${name}`];
            check(found.value, expected, what);
            if (expected === null) checkUndefined(found, what);
          }
          const part = audit.checks.filter(
            (each) =>
              each.id === id &&
              each.variant.startsWith(`one-against-rest:${label}/`) &&
              each.variant.endsWith('/groups-of-30') &&
              each.metric !== 'auc-difference',
          );
          const expected = Object.keys(gaps).filter((name) => name.endsWith('/groups-of-30'));
          assert.equal(part.length, expected.length, `${id} ${label}`);
        }
    });

    test('p-values adjusted over all exact tests', () => {
      const tested = audit.checks.filter(
        ({ metric, group, pValue }) => exact.has(metric) && group !== null && pValue !== null,
      );
      const judged = judgeChecks(tested, options);
      const found = new Map(
        judged.map((each) => [
          [each.id, each.variant.replace('one-against-rest:', ''), each.metric, each.group].join(
            '|',
          ),
          each.adjustedPValue,
        ]),
      );
      const expected = Object.entries(data.adjusted);
      assert.ok(expected.length > 0);
      for (const [key, q] of expected) check(found.get(key), q, key);
      const tests = new Set(tested.map((each) => each.test));
      assert.equal(tests.size, expected.length);
    });
  });

const exact = new Set([
  'selection-rate',
  'true-positive-rate',
  'false-positive-rate',
  'positive-predictive-value',
  'accuracy',
]);
