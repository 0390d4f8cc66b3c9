import assert from 'node:assert/strict';
import { test } from 'node:test';
import { contrast, mix, mostReadable, parseColor } from '../../../src/webview/color';
import { commonReports, compareMetrics } from '../../../src/webview/compare/metricComparison';
import { countFlipped, filterFlipped } from '../../../src/webview/compare/flippedFilter';
import { formatPValue, mcnemarWords } from '../../../src/webview/compare/mcnemarWords';
import { labelOrder } from '../../../src/webview/predict/labelOrder';
import {
  hottest,
  mostConfused,
  rowShares,
  rowsInCell,
} from '../../../src/webview/run/confusionCells';
import type { Column } from '../../../src/webview/sortRows';
import { sortRows } from '../../../src/webview/sortRows';
import { pageThemes } from '../../support/pages/themes';
import { sampleReport, sampleSnapshot } from '../../support/pages/sampleRuns';

interface Row {
  readonly label: string;
  readonly f1: number | null;
}

const columns: readonly Column<Row>[] = [
  {
    id: 'label',
    title: 'Label',
    kind: 'text',
    value: ({ label }) => label,
    cell: ({ label }) => label,
  },
  { id: 'f1', title: 'F1', kind: 'number', value: ({ f1 }) => f1, cell: ({ f1 }) => String(f1) },
];
const rows: readonly Row[] = [
  { label: 'b', f1: 0.2 },
  { label: 'a', f1: null },
  { label: 'c', f1: 0.9 },
  { label: 'd', f1: 0.2 },
];

test('any column sorts; the undefined goes last both ways and equals keep their order', () => {
  const sorted = (column: string, direction: 'ascending' | 'descending'): string =>
    sortRows(rows, columns, { column, direction })
      .map(({ label }) => label)
      .join('');
  assert.equal(sorted('label', 'ascending'), 'abcd');
  assert.equal(sorted('label', 'descending'), 'dcba');
  assert.equal(sorted('f1', 'ascending'), 'bdca');
  assert.equal(sorted('f1', 'descending'), 'cbda');
  assert.equal(
    sortRows(rows, columns, null)
      .map(({ label }) => label)
      .join(''),
    'bacd',
  );
});

test('row shares divide by the true label; a label without rows has none', () => {
  assert.deepEqual(
    rowShares([
      [3, 1],
      [0, 0],
    ]),
    [
      [0.75, 0.25],
      [null, null],
    ],
  );
});

test('a cell holds all its rows: those with a text first, then the others in file order', () => {
  const report = sampleReport();
  const { labels, counts } = report.confusionMatrix;
  for (const [goldId, gold] of labels.entries()) {
    for (const [predictedId, prediction] of labels.entries()) {
      const inCell = rowsInCell(report, { gold, prediction });
      assert.equal(inCell.length, counts[goldId]![predictedId], `${gold} as ${prediction}`);
      assert.equal(new Set(inCell.map(({ row }) => row)).size, inCell.length);
      const firstBare = inCell.findIndex(({ text }) => text === null);
      const bare = firstBare < 0 ? [] : inCell.slice(firstBare);
      assert.ok(bare.every(({ text, confidence }) => text === null && confidence === null));
      assert.deepEqual(
        bare.map(({ row }) => row),
        bare.map(({ row }) => row).sort((x, y) => x - y),
      );
      assert.ok(inCell.every((row) => row.gold === gold && row.prediction === prediction));
    }
  }
});

test('without the answers row by row a cell holds what the worst errors tell', () => {
  const { outcomes, ...report } = sampleReport();
  assert.ok(outcomes);
  const cell = { gold: 'negative', prediction: 'positive' };
  const inCell = rowsInCell(report, cell);
  assert.ok(inCell.length > 0 && inCell.every(({ text }) => text !== null));
  assert.deepEqual(rowsInCell(report, { gold: 'negative', prediction: 'negative' }), []);
});

test('of many labels those with the most errors are shown, in their order', () => {
  const counts = [
    [9, 0, 0, 0],
    [0, 9, 0, 5],
    [1, 0, 9, 0],
    [0, 2, 0, 9],
  ];
  assert.deepEqual(mostConfused(counts, 4), [0, 1, 2, 3]);
  assert.deepEqual(mostConfused(counts, 2), [1, 3]);
  assert.deepEqual(mostConfused(counts, 3), [0, 1, 3]);
});

test('colours are read as themes write them', () => {
  assert.deepEqual(parseColor('#fff'), [255, 255, 255]);
  assert.deepEqual(parseColor('#0063d3'), [0, 99, 211]);
  assert.deepEqual(parseColor('#ffffff80', [0, 0, 0]), [128, 128, 128]);
  assert.deepEqual(parseColor('rgba(10, 20, 30, 0.5)', [10, 20, 30]), [10, 20, 30]);
  assert.deepEqual(parseColor('rgb(1 2 3 / 50%)', [1, 2, 3]), [1, 2, 3]);
  assert.equal(parseColor('transparent'), null);
  assert.equal(contrast([0, 0, 0], [255, 255, 255]), 21);
});

test('text on every shade of heat reads in all four themes', () => {
  for (const { name, variables } of pageThemes) {
    const editor = parseColor(variables['editor-background']!)!;
    const foreground = parseColor(variables['editor-foreground']!)!;
    const hot = parseColor(variables['charts-blue']!)!;
    for (let share = 0; share <= 1.001; share += 0.05) {
      const background = mix(editor, hot, share * hottest);
      const ratio = contrast(background, mostReadable(background, [foreground, editor]));
      assert.ok(ratio >= 4.5, `${name} at ${share.toFixed(2)}: ${ratio.toFixed(2)}`);
    }
  }
});

test('runs are compared on rows that all were evaluated on', () => {
  const a = sampleSnapshot({
    evaluations: [
      sampleReport({ createdAt: 1 }),
      sampleReport({ createdAt: 5, data: { path: 'x', hash: 'other' } }),
    ],
  });
  const b = sampleSnapshot({
    evaluations: [sampleReport({ createdAt: 2 }), sampleReport({ createdAt: 3 })],
  });
  const times = (...runs: Parameters<typeof commonReports>): number[][] =>
    commonReports(...runs).map((reports) => reports.map(({ createdAt }) => createdAt));
  assert.deepEqual(times([a, b]), [[1, 3]]);
  assert.deepEqual(times([b, a]), [[3, 1]]);
  assert.deepEqual(times([a, sampleSnapshot()]), []);

  // Validation and test rows cut from one file have its hash both.
  const { outcomes } = sampleReport();
  const other = { ...outcomes!, rows: outcomes!.rows.map((row) => row + 10_000) };
  const validation = sampleReport({ createdAt: 9, outcomes: other });
  const c = sampleSnapshot({ evaluations: [sampleReport({ createdAt: 4 }), validation] });
  assert.deepEqual(times([c, b]), [[4, 3]]);
  assert.deepEqual(times([c, c]), [
    [9, 9],
    [4, 4],
  ]);
});

test('a winner is called only with its significance', () => {
  const base = sampleReport({
    metrics: {
      accuracy: { value: 0.7, low: 0.68, high: 0.72 },
      loss: { value: 0.5, low: 0.49, high: 0.51 },
    },
  });
  const other = sampleReport({
    metrics: {
      accuracy: { value: 0.72, low: 0.7, high: 0.74 },
      loss: { value: 0.4, low: 0.39, high: 0.41 },
    },
  });
  const verdicts = (pValue: number | null): unknown[] =>
    compareMetrics([base, other], pValue).map(({ metric, figures }) => [
      metric,
      figures[1]!.difference!.verdict,
    ]);
  // .02 apart, half widths hypot(.02, .02) = .028; loss .1 lower, half widths .014.
  assert.deepEqual(verdicts(null), [
    ['loss', 'better'],
    ['accuracy', 'not significant'],
  ]);
  assert.deepEqual(verdicts(0.01), [
    ['loss', 'better'],
    ['accuracy', 'better'],
  ]);
  assert.deepEqual(verdicts(0.3), [
    ['loss', 'better'],
    ['accuracy', 'not significant'],
  ]);
  assert.equal(compareMetrics([base, other], null)[0]!.figures[0]!.difference, null);
});

test('the test of the first two runs is put in words', () => {
  assert.equal(formatPValue(0.0004), 'p < .001');
  assert.equal(formatPValue(0.021), 'p = .021');
  assert.equal(formatPValue(0.52), 'p = .52');
  const said = (pValue: number | null, reason: string | null = null): string =>
    mcnemarWords(['a', 'b'], {
      evaluations: [1, 2],
      pValue,
      onlyFirstRight: 61,
      onlySecondRight: 38,
      reason,
    });
  assert.match(said(0.021), /^a alone is right on 61 rows, b alone on 38: a is more accurate/);
  assert.match(said(0.5), /no significant winner/);
  assert.equal(said(null, 'Other rows.'), 'Other rows.');
  assert.equal(mcnemarWords(['a', 'b'], null), '');
});

test('flipped rows are filtered by who was right', () => {
  const row = (predictions: string[]): Parameters<typeof filterFlipped>[0][number] => ({
    path: 'f',
    line: 1,
    text: 't',
    gold: 'x',
    predictions,
  });
  const flipped = [row(['x', 'y']), row(['y', 'x'])];
  assert.deepEqual(filterFlipped(flipped, 'first'), [flipped[0]]);
  assert.deepEqual(filterFlipped(flipped, 'second'), [flipped[1]]);
  assert.equal(filterFlipped(flipped, 'all').length, 2);
  const test = {
    evaluations: null,
    pValue: null,
    reason: null,
    onlyFirstRight: 900,
    onlySecondRight: 700,
  };
  assert.deepEqual(
    (['all', 'first', 'second'] as const).map((filter) => countFlipped(test, filter)),
    [1_600, 900, 700],
  );
});

test('models side by side share one order of labels', () => {
  assert.deepEqual(labelOrder([{ scores: { a: 0.1, b: 0.9 } }, { scores: { c: 0.8, a: 0.2 } }]), [
    'b',
    'a',
    'c',
  ]);
});
