import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AuditCheck } from '../../../src/protocol/audit';
import { metricTitle, variantSubject, variantTraits } from '../../../src/webview/audit/auditWords';
import { changeRow } from '../../../src/webview/audit/dotRow';
import { dotScale, percentOf } from '../../../src/webview/audit/dotScale';
import {
  betweenGroups,
  chosenChecks,
  familiesOf,
  figuresOf,
  firstChoice,
  rowLabel,
  subjectsOf,
  validChoice,
} from '../../../src/webview/audit/families';
import { sortChecks } from '../../../src/webview/audit/plotOrder';
import { sampleAudit, sampleCheck } from '../../support/pages/sampleAudit';
import { seededRandom } from '../../support/pages/sampleRuns';

test('every value, interval and band lies on the axis, which ends on ticks', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed);
    const scale = 10 ** Math.round(random() * 6 - 3);
    const rows = Array.from({ length: 1 + Math.floor(random() * 6) }, () => {
      const value = (random() - 0.4) * scale;
      const half = random() * scale;
      return {
        value: random() < 0.1 ? null : value,
        low: value - half,
        high: value + half,
        band: random() < 0.5 ? null : ([-half, half] as const),
      };
    });
    const axis = dotScale(rows);
    for (const { value, low, high, band } of rows) {
      for (const each of [value, low, high, ...(band ?? [])]) {
        if (each === null) continue;
        const percent = percentOf(axis, each);
        assert.ok(percent >= -0.001 && percent <= 100.001, `seed ${seed}: ${each} at ${percent} %`);
      }
    }
    assert.equal(axis.ticks[0], axis.from);
    assert.equal(axis.ticks.at(-1), axis.to);
    assert.ok(
      axis.ticks.length >= 2 && axis.ticks.length <= 8,
      `seed ${seed}: ${axis.ticks.join()}`,
    );
  }
  assert.deepEqual(dotScale([]), { from: 0, to: 1, ticks: [0, 0.5, 1] });
  const one = { value: 0.3, low: null, high: null, band: null };
  assert.ok(dotScale([one]).to > dotScale([one]).from);
});

test('variants say what they are about and how they are counted', () => {
  const rows = [
    ['one-against-rest:positive', 'positive', ['positive']],
    ['one-against-rest:a/b/max-min', 'a/b', ['a/b', 'largest minus smallest']],
    ['mean', '', ['mean of all tokens']],
    ['terms, word:kitchen', 'kitchen', ['kitchen']],
    ['gender:one-against-rest:negative', 'negative', ['negative']],
    ['gender:label', '', ['the likeliest label']],
    ['constructor', '', ['constructor']],
  ] as const;
  for (const [variant, subject, traits] of rows) {
    assert.equal(variantSubject(variant), subject, variant);
    assert.deepEqual(variantTraits(variant), traits, variant);
  }
  assert.equal(metricTitle('bpsn-auc'), 'BPSN AUC');
});

const families = familiesOf(sampleAudit().checks);
const family = (id: string) => families.find((each) => each.id === id)!;

test('families with a disparity come first, and open on their strongest', () => {
  assert.deepEqual(
    families.map(({ id }) => id),
    ['group/gender', 'swap/gender', 'seat/weat6', 'group/religion', 'functional/insults'],
  );
  const gender = family('group/gender');
  assert.deepEqual(firstChoice(gender), { figure: betweenGroups, subject: null });
  assert.deepEqual(
    figuresOf(gender).map(({ words }) => words),
    ['Between all groups', 'Selection rate', 'True positive rate'],
  );
  assert.deepEqual(subjectsOf(gender, 'selection-rate'), ['positive', 'negative']);
  const choice = validChoice(gender, { figure: 'selection-rate', subject: 'gone' });
  assert.deepEqual(choice, { figure: 'selection-rate', subject: 'positive' });
  assert.deepEqual(
    chosenChecks(gender, { ...choice, subject: 'negative' }).map(({ group }) => group),
    ['female', 'male'],
  );
  assert.deepEqual(validChoice(gender, { figure: 'gone', subject: null }).figure, betweenGroups);
});

test('a suite of templates has a family for each axis', () => {
  const templates = ['gender:label', 'gender:total-variation', 'age:label'].map((variant) =>
    sampleCheck({ id: 'template/sentiment', variant }),
  );
  assert.deepEqual(
    familiesOf(templates).map(({ title, checks }) => [title, checks.length]),
    [
      ['Templates: sentiment, about gender', 2],
      ['Templates: sentiment, about age', 1],
    ],
  );
});

test('rows of one plot never share a name', () => {
  const seat = family('seat/weat6').checks;
  assert.deepEqual(
    seat.map((check) => rowLabel(check, seat)),
    ['Effect size · mean of all tokens', 'Effect size · first token'],
  );
  const variants = ['worst-case', 'mean', 'worst-case/groups-of-30', 'mean/groups-of-30'];
  const odds = variants.map((way) =>
    sampleCheck({ metric: 'equalized-odds-difference', variant: `one-against-rest:yes/${way}` }),
  );
  assert.deepEqual(
    odds.map((check) => rowLabel(check, odds).replace('Equalized odds difference · ', '')),
    [
      'the worse of both rates',
      'mean of both rates',
      'the worse of both rates · groups of 30 rows or more',
      'mean of both rates · groups of 30 rows or more',
    ],
  );
  const words = ['kitchen', 'nurse'].map((word) =>
    sampleCheck({ id: 'dataset/gender', group: 'female', variant: `terms, word:${word}` }),
  );
  assert.deepEqual(
    words.map((check) => rowLabel(check, words)),
    ['female · kitchen', 'female · nurse'],
  );
  for (const { checks } of families) {
    for (const { id: figure } of figuresOf({ id: 'group/x', key: '', title: '', checks })) {
      const own = { id: 'group/x' as const, key: '', title: '', checks };
      const shown = chosenChecks(own, validChoice(own, { figure, subject: null }));
      const labels = shown.map((check) => rowLabel(check, shown));
      assert.equal(new Set(labels).size, labels.length, labels.join());
    }
  }
});

test('changes of one figure are told apart by their label', () => {
  const [first] = sampleAudit().changes;
  assert.ok(first !== undefined);
  const changes = ['positive', 'neutral'].map((label) => ({
    ...first,
    variant: `one-against-rest:${label}/max-min`,
  }));
  assert.deepEqual(
    changes.map((change) => changeRow(change, changes).label),
    ['positive', 'neutral'].map((label) => `Gender: demographic parity difference · ${label}`),
  );
  assert.equal(changeRow(first, [first]).label, 'Gender: demographic parity difference');
});

test('plots sort by what is asked, undefined values last', () => {
  const checks: AuditCheck[] = [
    sampleCheck({ group: 'b', value: null, n: 1, verdict: 'not-enough-data' }),
    sampleCheck({ group: 'c', value: 0.2, n: 3, verdict: 'none-larger-than-delta' }),
    sampleCheck({ group: 'a', value: 0.4, n: 2, verdict: 'disparity' }),
  ];
  const orders = {
    'as-found': 'bca',
    value: 'acb',
    name: 'abc',
    rows: 'cab',
    verdict: 'abc',
  } as const;
  for (const [order, names] of Object.entries(orders)) {
    const sorted = sortChecks(checks, order as keyof typeof orders);
    assert.equal(sorted.map(({ group }) => group).join(''), names, order);
  }
});
