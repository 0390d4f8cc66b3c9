import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import { independentRows } from '../../../src/audit/groups/dependentRows';
import { effectiveRows } from '../../../src/audit/groups/effectiveRows';
import type { GroupColumn, ScoredRows } from '../../../src/audit/scoredRows';
import { judgeChecks } from '../../../src/audit/statistics/judge';
import type { AuditCheck } from '../../../src/protocol/audit';
import { UserError } from '../../../src/protocol/errors';
import { seededRandom } from '../data/seededRandom';
import { column, scoredRows, yesNoRows } from './scored';

const options = { ...usualAuditOptions, permutations: 2_000, resamples: 200, positive: null };

interface Group {
  readonly name: string | null;
  readonly rows: number;
  /** Share of yes among the true labels, and how often a true yes and a true no are answered with yes. */
  readonly truth?: number;
  readonly found: number;
  readonly alarms: number;
}

/** Rows of these groups; scores of answers are spread evenly on their side of a half. */
function rowsOf(
  groups: readonly Group[],
  seed: number,
): { rows: ScoredRows; values: (string | null)[] } {
  const random = seededRandom(seed);
  const all = groups.flatMap((group) => Array.from({ length: group.rows }, () => group));
  const gold = all.map(({ truth = 0.5 }) => Number(random.chance(truth)));
  const scores = all.map(({ found, alarms }, row) => {
    const isYes = random.chance(gold[row] === 1 ? found : alarms);
    return (isYes ? 0.5 : 0) + random.next() / 2;
  });
  return { rows: yesNoRows(gold, scores), values: all.map(({ name }) => name) };
}

async function audit(
  rows: ScoredRows,
  columns: readonly GroupColumn[],
  more: Partial<typeof options> = {},
): Promise<AuditCheck[]> {
  const { checks } = await auditGroups(rows, columns, { ...options, ...more });
  return judgeChecks(checks, options);
}

const only = (checks: readonly AuditCheck[], metric: string, group: string | null): AuditCheck => {
  const [found] = checks.filter((check) => check.metric === metric && check.group === group);
  assert.ok(found !== undefined, `${metric} of ${String(group)}`);
  return found;
};

test('a planted disparity is found where it is, with rows that show it', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 400, found: 0.8, alarms: 0.5 },
      { name: 'b', rows: 400, found: 0.8, alarms: 0.2 },
      { name: 'c', rows: 400, found: 0.8, alarms: 0.2 },
    ],
    4,
  );
  const checks = await audit(rows, [column('who', values)]);
  const falsePositives = only(checks, 'false-positive-rate', 'a');
  assert.equal(falsePositives.verdict, 'disparity');
  assert.ok((falsePositives.disparity?.low ?? 0) > 0.15);
  assert.ok(
    falsePositives.nullBand !== null && (falsePositives.value ?? 0) > falsePositives.nullBand[1],
  );
  assert.equal(falsePositives.rows.length, 10);
  for (const row of falsePositives.rows) {
    assert.deepEqual([row.gold, row.prediction, row.line], ['no', 'yes', row.row + 1]);
    assert.equal(values[row.row - 1], 'a');
  }
  assert.equal(only(checks, 'equalized-odds-difference', null).verdict, 'disparity');
  assert.equal(only(checks, 'predictive-equality-difference', null).verdict, 'disparity');
  assert.notEqual(only(checks, 'equal-opportunity-difference', null).verdict, 'disparity');
  assert.notEqual(only(checks, 'true-positive-rate', 'a').verdict, 'disparity');
  for (const check of checks)
    if (check.verdict === 'not-enough-data') assert.ok(check.reason !== undefined, check.metric);
});

test('enough rows without disparity say that there is none larger than delta', async () => {
  const group = { rows: 20_000, found: 0.8, alarms: 0.2 };
  const { rows, values } = rowsOf(
    [
      { ...group, name: 'a' },
      { ...group, name: 'b' },
    ],
    2,
  );
  const checks = await audit(rows, [column('who', values)], { permutations: 200 });
  for (const metric of [
    'selection-rate',
    'true-positive-rate',
    'auc',
    'bpsn-auc',
    'calibration-gap',
  ])
    assert.equal(only(checks, metric, 'a').verdict, 'none-larger-than-delta', metric);
  for (const metric of [
    'demographic-parity-difference',
    'equalized-odds-difference',
    'auc-difference',
  ])
    assert.equal(only(checks, metric, null).verdict, 'none-larger-than-delta', metric);
});

test('a model that is no better than chance gets no verdict, whatever its figures', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 300, found: 0.9, alarms: 0.9 },
      { name: 'b', rows: 300, found: 0.1, alarms: 0.1 },
    ],
    1,
  );
  for (const check of await audit(rows, [column('who', values)])) {
    assert.equal(check.verdict, 'model-too-weak', check.metric);
    assert.match(check.reason ?? '', /balanced accuracy/);
    assert.equal(check.pValue, null);
  }
});

test('small groups are shown without a verdict, and the others are judged without them', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 300, found: 0.9, alarms: 0.1 },
      { name: 'b', rows: 300, found: 0.9, alarms: 0.1 },
      { name: 'tiny', rows: 1, truth: 0, found: 0.9, alarms: 0.1 },
      { name: null, rows: 12, found: 0.9, alarms: 0.1 },
    ],
    3,
  );
  const columns = [column('who', values)];
  const checks = await audit(rows, columns);
  const tiny = only(checks, 'selection-rate', 'tiny');
  assert.deepEqual([tiny.verdict, tiny.n, tiny.pValue], ['not-enough-data', 1, null]);
  assert.match(tiny.reason ?? '', /fewer than 30 rows/);
  const undefinedRate = only(checks, 'true-positive-rate', 'tiny');
  assert.deepEqual([undefinedRate.value, undefinedRate.verdict], [null, 'not-enough-data']);
  assert.match(undefinedRate.reason ?? '', /no rows with this true label/);
  const [whole, large] = checks.filter(({ metric }) => metric === 'demographic-parity-difference');
  assert.match(whole?.reason ?? '', /"tiny"/);
  assert.deepEqual([whole?.verdict, whole?.pValue], ['not-enough-data', null]);
  assert.ok(large?.variant.endsWith('/groups-of-30') && large.pValue !== null);
  const [odds] = checks.filter(({ metric }) => metric === 'equalized-odds-difference');
  assert.equal(odds?.value, null);
  assert.match(odds.reason ?? '', /"tiny" has no rows with this true label/);
  const { coverage } = await auditGroups(rows, columns, options);
  assert.deepEqual(
    coverage.map(({ id, used, of }) => [id, used, of]),
    [['group/who', 601, 613]],
  );
  assert.match(coverage[0]?.note ?? '', /12 of 613 rows name no group/);
});

test('columns intersect, and further columns change no figure of the others', async () => {
  const random = seededRandom(6);
  const { rows } = rowsOf([{ name: 'x', rows: 600, found: 0.9, alarms: 0.2 }], 6);
  const columns = ['gender', 'age', 'faith'].map((name) =>
    column(
      name,
      Array.from({ length: 600 }, () => random.pick([`${name}1`, `${name}2`])),
    ),
  );
  const { checks } = await auditGroups(rows, columns, options);
  const ids = [...new Set(checks.map(({ id }) => id))];
  assert.deepEqual(ids, [
    ...['group/gender', 'group/age', 'group/faith'],
    ...['group/gender×age', 'group/gender×faith', 'group/age×faith', 'group/gender×age×faith'],
  ]);
  const groups = new Set(
    checks.flatMap(({ id, group }) => (id === 'group/gender×age' ? [group] : [])),
  );
  assert.deepEqual(
    [...groups],
    ['gender1 × age1', 'gender1 × age2', 'gender2 × age1', 'gender2 × age2', null],
  );
  const plain = (all: typeof checks): unknown =>
    all
      .filter(({ id }) => id === 'group/age')
      .map(({ detectableAt, ...rest }) => [rest, detectableAt(0.01)]);
  const alone = await auditGroups(rows, columns.slice(1, 2), options);
  assert.deepEqual(plain(checks), plain(alone.checks));
});

test('rows without labels have selection rates and say what is missing', async () => {
  const values = Array.from({ length: 200 }, (_, row) => (row % 2 === 0 ? 'a' : 'b'));
  const rows = yesNoRows(
    null,
    values.map((value) => (value === 'a' ? 0.9 : 0.1)),
  );
  const { checks, caveats } = await auditGroups(rows, [column('who', values)], options);
  assert.deepEqual(
    [...new Set(checks.map(({ metric }) => metric))],
    [
      'selection-rate',
      'disparate-impact',
      'demographic-parity-difference',
      'demographic-parity-ratio',
    ],
  );
  assert.ok(caveats.some((caveat) => caveat.includes('no true labels')));
  assert.equal(only(judgeChecks(checks, options), 'demographic-parity-ratio', null).value, 0);
});

test('a file with every row twice, in whatever letters, is as sure as with each once', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 100, found: 0.9, alarms: 0.1 },
      { name: 'b', rows: 100, found: 0.8, alarms: 0.2 },
      { name: 'c', rows: 120, found: 0.9, alarms: 0.3 },
    ],
    7,
  );
  const places = [...values.keys(), ...values.keys()];
  const twice = {
    ...scoredRows({
      labels: rows.labels,
      gold: places.map((row) => rows.gold?.[row] ?? 0),
      probabilities: places.flatMap((row) => [...rows.probabilities.slice(2 * row, 2 * row + 2)]),
    }),
    texts: [...rows.texts, ...rows.texts.map((text) => ` ${text.toUpperCase()}`)],
  };
  const once = await audit(rows, [column('who', values)]);
  const doubled = await audit(twice, [
    column(
      'who',
      places.map((row) => values[row] ?? ''),
    ),
  ]);
  assert.equal(doubled.length, once.length);
  for (const [at, check] of once.entries()) {
    const other = doubled[at];
    const what = `${check.metric} of ${String(check.group)}`;
    assert.ok(other?.metric === check.metric, what);
    // Calibration errors depend on where bins end; areas and gaps on random draws.
    const isDrawn = check.metric.includes('calibration-error');
    const close = (a: number | null, b: number | null, within: number, of: string): void => {
      assert.ok(
        a === b || (a !== null && b !== null && Math.abs(a - b) <= within),
        `${what}, ${of}: ${String(a)} once, ${String(b)} twice`,
      );
    };
    close(check.value, other.value, isDrawn ? 0.03 : 1e-12, 'value');
    if (!isDrawn) close(check.pValue, other.pValue, 0.03, 'p');
    close(check.disparity?.low ?? null, other.disparity?.low ?? null, isDrawn ? 0.05 : 3e-3, 'low');
    close(check.detectable, other.detectable, 0.02, 'detectable');
    assert.equal(check.n * 2, other.n, what);
  }
});

test('a text in several groups counts once among the rest of another', () => {
  const random = seededRandom(5);
  for (let trial = 0; trial < 30; trial += 1) {
    const count = 40;
    const groupOf = Int32Array.from({ length: count }, () => random.below(4) - 1);
    const texts = Array.from({ length: count }, () => random.below(25));
    const isIn = (row: number): boolean => row % 3 !== 0;
    const byText = new Map<number, number[]>();
    for (const [row, text] of texts.entries()) byText.set(text, [...(byText.get(text) ?? []), row]);
    const clusters = [...byText.values()]
      .filter((rows) => rows.length > 1)
      .map((rows) => Int32Array.from(rows));
    const expected = (isAsked: (group: number) => boolean): number => {
      let [rows, squares] = [0, 0];
      for (const members of byText.values()) {
        const times = members.filter((row) => isIn(row) && isAsked(groupOf[row] ?? -1)).length;
        rows += times;
        squares += times ** 2;
      }
      return rows === 0 ? 0 : rows ** 2 / squares;
    };
    const sizes = Float64Array.from(
      [0, 1, 2],
      (group) => [...groupOf.keys()].filter((row) => isIn(row) && groupOf[row] === group).length,
    );
    const found = effectiveRows({ ...independentRows, texts: clusters }, groupOf, sizes, {
      isIn,
      alike: 0,
    });
    for (const group of [0, 1, 2]) {
      assert.ok(Math.abs((found.own[group] ?? NaN) - expected((each) => each === group)) < 1e-9);
      assert.ok(
        Math.abs((found.rest[group] ?? NaN) - expected((each) => each >= 0 && each !== group)) <
          1e-9,
      );
    }
  }
});

test('repeated texts are said, with what was done', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 100, found: 0.9, alarms: 0.1 },
      { name: 'b', rows: 100, found: 0.9, alarms: 0.1 },
    ],
    7,
  );
  const check = async (copies: number, expected: RegExp | null): Promise<void> => {
    const texts = rows.texts.map((text, row) => (row < copies ? 'the same' : text));
    const { caveats } = await auditGroups({ ...rows, texts }, [column('who', values)], {
      ...options,
      permutations: 50,
    });
    const found = caveats.find((caveat) => caveat.includes('repeat the text'));
    if (expected === null) assert.equal(found, undefined);
    else assert.match(found ?? '', expected);
  };
  await check(0, null);
  await check(
    4,
    /^3 of 200 rows repeat the text of another row \(1 text, .* take the rows of one text as one/,
  );
});

test('extreme data gives null with a reason and never a number that is not finite', async () => {
  const random = seededRandom(9);
  for (let trial = 0; trial < 40; trial += 1) {
    const count = random.pick([1, 2, 5, 31, 70]);
    const labels = ['x', 'y', 'z'].slice(0, random.pick([2, 3]));
    const gold = Array.from({ length: count }, () => random.below(random.pick([1, labels.length])));
    const values = Array.from({ length: count }, (_, row) =>
      row === 0 ? 'b' : random.pick(['a', 'a', 'b', null]),
    );
    if (!values.includes('a')) values.push('a');
    while (gold.length < values.length) gold.push(0);
    const probabilities = gold.flatMap(() => {
      const winner = random.below(labels.length);
      return labels.map((_, label) => Number(label === winner));
    });
    const rows = scoredRows({ labels, gold, probabilities });
    const checks = await audit(rows, [column('who', values)], { permutations: 50, resamples: 20 });
    for (const check of checks) {
      const what = `trial ${trial}, ${check.metric} of ${String(check.group)}: ${JSON.stringify(check)}`;
      for (const key of [
        'value',
        'low',
        'high',
        'pValue',
        'adjustedPValue',
        'detectable',
        'needed',
      ] as const)
        assert.ok(check[key] === null || Number.isFinite(check[key]), `${what}, ${key}`);
      const { value = 0, low = 0, high = 0 } = check.disparity ?? {};
      for (const each of [...(check.nullBand ?? []), value, low, high])
        assert.ok(Number.isFinite(each), what);
      if (check.value === null) assert.ok(check.reason !== undefined, what);
      if (check.value === null) assert.notEqual(check.verdict, 'none-larger-than-delta', what);
      if (check.value !== null && check.low !== null && check.high !== null)
        assert.ok(check.low <= check.value + 1e-9 && check.value <= check.high + 1e-9, what);
    }
  }
});

test("columns that hold no groups, and unknown labels, are the user's to mend", async () => {
  const { rows } = rowsOf([{ name: 'a', rows: 300, found: 0.9, alarms: 0.1 }], 1);
  const check = async (
    values: (string | null)[],
    message: RegExp,
    more: Partial<{ positive: string }> = {},
  ): Promise<void> => {
    const work = auditGroups(rows, [column('who', values)], { ...options, ...more });
    await assert.rejects(
      work,
      (error) => error instanceof UserError && message.test(error.message),
    );
  };
  const fill = (value: (row: number) => string | null): (string | null)[] =>
    Array.from({ length: 300 }, (_, row) => value(row));
  await check(
    fill(() => null),
    /"who" is empty in all 300 rows/,
  );
  await check(
    fill(() => 'a'),
    /says "a" in every row/,
  );
  await check(fill(String), /more than 200 different values/);
  await check(
    fill((row) => (row < 9 ? 'a' : 'b')),
    /no label "maybe"/,
    { positive: 'maybe' },
  );
});

test('an audit tells how far it is and stops within 200 ms', async () => {
  const group = { rows: 30_000, found: 0.8, alarms: 0.2 };
  const { rows, values } = rowsOf(
    [
      { ...group, name: 'a' },
      { ...group, name: 'b' },
    ],
    5,
  );
  const columns = [column('one', values), column('two', [...values].reverse())];
  const stop = new AbortController();
  const shares: number[] = [];
  let [asked, isAsked] = [0, false];
  const work = auditGroups(rows, columns, {
    ...options,
    signal: stop.signal,
    onProgress: (done) => {
      shares.push(done);
      if (done < 0.3 || isAsked) return;
      isAsked = true;
      setTimeout(() => {
        asked = performance.now();
        stop.abort(new Error('stopped'));
      }, 5);
    },
  });
  await assert.rejects(work, /stopped/);
  assert.ok(performance.now() - asked < 200);
  assert.deepEqual(
    shares,
    [...shares].sort((a, b) => a - b),
  );
});

test('where a group is too small to be judged, the rows that are needed make it large enough', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 299, found: 0.8, alarms: 0.2 },
      { name: 'b', rows: 1, found: 0.8, alarms: 0.2 },
    ],
    6,
  );
  const checks = await audit(rows, [column('who', values)]);
  // One row in 300: 30 of that group stand in 9,000.
  for (const metric of [
    'demographic-parity-difference',
    'demographic-parity-ratio',
    'accuracy-difference',
  ]) {
    const { needed, n, verdict } = only(checks, metric, null);
    assert.deepEqual([n, verdict], [300, 'not-enough-data'], metric);
    assert.ok(needed === null || needed >= 9_000, `${metric}: ${String(needed)}`);
  }
  const own = checks.filter(({ group, n }) => group === 'b' && n === 1);
  assert.ok(own.length > 3);
  for (const { metric, needed } of own)
    assert.ok(needed === null || needed >= 30, `${metric}: ${String(needed)}`);
});

test('a caveat about true labels names no group of few rows, whose name may be a text', async () => {
  const { rows, values } = rowsOf(
    [
      { name: 'a', rows: 150, truth: 0.3, found: 0.8, alarms: 0.2 },
      { name: 'b', rows: 150, truth: 0.6, found: 0.8, alarms: 0.2 },
      { name: 'I was there that evening', rows: 1, truth: 1, found: 1, alarms: 0 },
    ],
    8,
  );
  const { caveats } = await auditGroups(rows, [column('who', values)], options);
  const own = caveats.filter((each) => each.includes('is the true label'));
  assert.equal(own.length, 1);
  assert.match(own[0]!, /of the rows of "b" and of \.\d+ of "a"/);
});

test('two texts, however often they stand in the file, are not called a weak model', async () => {
  const gold = Array.from({ length: 400 }, (_, row) => row % 2);
  const rows = {
    ...yesNoRows(
      gold,
      gold.map((label) => 0.1 + 0.8 * label),
    ),
    texts: gold.map((label) => `text ${label}`),
  };
  const values = gold.map((_, row) => (row % 4 < 2 ? 'a' : 'b'));
  const { gate } = await auditGroups(rows, [column('who', values)], options);
  assert.equal(gate?.withheld, 'not-enough-data');
  assert.match(gate.reason, /^With 400 rows, which depend on each other and count as 2, nobody/);
});

test('a difference of areas says which group has none', async () => {
  const gold = Array.from({ length: 80 }, (_, row) => (row < 40 ? 1 : row % 2));
  const scores = gold.map((label, row) => 0.1 + 0.8 * label - (row % 7) / 100);
  const values = gold.map((_, row) => (row < 40 ? 'a' : 'b'));
  const { checks } = await auditGroups(yesNoRows(gold, scores), [column('who', values)], options);
  const gap = checks.find(({ metric }) => metric === 'auc-difference');
  assert.equal(gap?.value, null);
  assert.equal(gap.reason, 'Group "a" has no rows with another true label.');
});
