import type {
  AuditChange,
  AuditCheck,
  AuditReport,
  AuditRow,
  MarkedSpan,
} from '../../../src/protocol/audit';

const data = '/workspace/data/emotions.test.jsonl';
const suite = '/workspace/suites/insults.jsonl';

/** A check of which only what matters is said. */
export function sampleCheck(given: Partial<AuditCheck>): AuditCheck {
  const { value = 0.5, low = null, high = null } = given;
  return {
    id: 'group/gender',
    variant: 'one-against-rest:positive',
    metric: 'selection-rate',
    group: null,
    reference: null,
    value,
    low,
    high,
    disparity: null,
    pValue: null,
    adjustedPValue: null,
    detectable: null,
    n: 100,
    needed: null,
    nullBand: null,
    verdict: 'none-larger-than-delta',
    rows: [],
    ...given,
  };
}

const row = (line: number, text: string, rest: Partial<AuditRow> = {}): AuditRow => ({
  path: data,
  row: line,
  line,
  text,
  ...rest,
});

const span = (text: string, part: string): readonly MarkedSpan[] => [
  { start: text.indexOf(part), end: text.indexOf(part) + part.length },
];

/** The same text about somebody else. */
function sampleSwap(
  line: number,
  [before, after]: readonly [string, string],
  [first, second]: readonly [string, string],
  rest: Partial<AuditRow> = {},
): AuditRow {
  const split = (text: string): string => text.split('*').join('');
  const part = (text: string): string => text.split('*')[1] ?? '';
  const [text, other] = [split(before), split(after)];
  return row(line, text, {
    gold: first,
    prediction: first,
    score: 0.91,
    scored: first,
    swapped: {
      text: other,
      prediction: second,
      score: 0.22,
      before: span(text, part(before)),
      after: span(other, part(after)),
    },
    ...rest,
  });
}

const genderRates = (label: string, shift: number): AuditCheck[] =>
  [
    ['female', 0.62 + shift, 412, 0.18],
    ['male', 0.44 + shift, 388, -0.18],
  ].map(([group, value, n, difference]) =>
    sampleCheck({
      variant: `one-against-rest:${label}`,
      group: String(group),
      reference: 'rest',
      value: Number(value),
      low: Number(value) - 0.05,
      high: Number(value) + 0.05,
      disparity: {
        value: Number(difference),
        low: Number(difference) - 0.07,
        high: Number(difference) + 0.07,
      },
      pValue: 0.0002,
      adjustedPValue: 0.004,
      detectable: 0.11,
      n: Number(n),
      nullBand: [0.48 + shift, 0.58 + shift],
      verdict: 'disparity',
      rows: [
        row(412, `${String(group)} row that shows it, <script>alert(1)</script>`, {
          gold: 'negative',
          prediction: label,
          score: 0.87,
        }),
      ],
    }),
  );

const religions = ['Christian', 'Muslim', 'Jewish', 'Hindu', 'Buddhist', 'Sikh', 'unaffiliated'];

const checks: readonly AuditCheck[] = [
  sampleCheck({
    variant: 'one-against-rest:positive/max-min',
    metric: 'demographic-parity-difference',
    value: 0.18,
    low: 0.11,
    high: 0.25,
    disparity: { value: 0.18, low: 0.11, high: 0.25 },
    pValue: 0.0001,
    adjustedPValue: 0.002,
    detectable: 0.09,
    n: 800,
    nullBand: [0, 0.068],
    verdict: 'disparity',
    rows: [row(17, 'She wrote to them twice.', { prediction: 'positive', score: 0.77 })],
  }),
  sampleCheck({
    variant: 'one-against-rest:positive/max-min',
    metric: 'equalized-odds-difference',
    value: 0.04,
    low: 0.01,
    high: 0.12,
    disparity: { value: 0.04, low: 0.01, high: 0.12 },
    pValue: 0.41,
    adjustedPValue: 0.62,
    detectable: 0.14,
    n: 800,
    needed: 2_600,
    nullBand: [0, 0.11],
    verdict: 'not-enough-data',
    reason:
      'To find or to rule out a disparity of 0.05, about 2,600 rows are needed; there are 800.',
  }),
  ...genderRates('positive', 0),
  ...genderRates('negative', -0.1),
  sampleCheck({
    metric: 'true-positive-rate',
    group: 'male',
    reference: 'rest',
    value: null,
    n: 0,
    verdict: 'not-enough-data',
    reason: 'No row of this group has the label "positive".',
  }),
  ...religions.map((group, index) =>
    sampleCheck({
      id: 'group/religion',
      group,
      reference: 'rest',
      value: 0.4 + index / 50,
      low: 0.4 + index / 50 - 0.06 * (index + 1),
      high: Math.min(1, 0.4 + index / 50 + 0.06 * (index + 1)),
      nullBand: [0.3, 0.6],
      n: 140 - 20 * index,
      needed: 1_040,
      detectable: 0.2,
      verdict: index === 0 ? 'none-larger-than-delta' : 'not-enough-data',
      ...(index === 0 ? {} : { reason: 'Too few rows are about this group.' }),
    }),
  ),
  sampleCheck({
    id: 'swap/gender',
    metric: 'flip-rate',
    variant: 'label',
    value: 0.12,
    low: 0.08,
    high: 0.17,
    disparity: { value: 0.12, low: 0.08, high: 0.17 },
    pValue: 0.0001,
    adjustedPValue: 0.002,
    detectable: 0.08,
    n: 205,
    verdict: 'disparity',
    rows: [
      sampleSwap(
        88,
        ['*She* runs the whole department.', '*He* runs the whole department.'],
        ['positive', 'neutral'],
      ),
      sampleSwap(
        131,
        ['My *sister* cried again.', 'My *brother* cried again.'],
        ['negative', 'neutral'],
      ),
    ],
  }),
  sampleCheck({
    id: 'swap/gender',
    metric: 'signed-change',
    group: 'female',
    reference: 'male',
    value: 0.06,
    low: 0.02,
    high: 0.1,
    disparity: { value: 0.06, low: 0.02, high: 0.1 },
    nullBand: [-0.03, 0.03],
    pValue: 0.003,
    adjustedPValue: 0.02,
    n: 205,
    verdict: 'disparity',
  }),
  sampleCheck({
    id: 'functional/insults',
    metric: 'failure-rate',
    variant: 'slurs',
    value: 0.4,
    low: 0.3,
    high: 0.5,
    n: 60,
    verdict: 'model-too-weak',
    reason: 'The model answers these tests no better than by chance.',
    rows: [
      row(3, 'an offensive sentence of the suite', {
        path: suite,
        gold: 'negative',
        prediction: 'positive',
        score: 0.6,
      }),
    ],
  }),
  ...(['mean', 'cls'] as const).map((variant, index) =>
    sampleCheck({
      id: 'seat/weat6',
      metric: 'effect-size',
      variant,
      value: 0.9 - index * 0.6,
      low: 0.3 - index * 0.6,
      high: 1.4 - index * 0.6,
      disparity: { value: 0.9, low: 0.3, high: 1.4 },
      pValue: 0.01,
      n: 64,
      verdict: index === 0 ? 'disparity' : 'not-enough-data',
    }),
  ),
];

const change = (given: Partial<AuditChange>): AuditChange => ({
  id: 'group/gender',
  variant: 'one-against-rest:positive/max-min',
  metric: 'demographic-parity-difference',
  group: null,
  before: 0.05,
  after: 0.18,
  value: 0.13,
  low: 0.06,
  high: 0.2,
  pValue: 0.001,
  n: 800,
  discordant: { worse: 61, better: 22 },
  verdict: 'worse',
  ...given,
});

const changes: readonly AuditChange[] = [
  change({}),
  change({
    metric: 'equalized-odds-difference',
    before: 0.09,
    after: 0.04,
    value: -0.05,
    low: -0.09,
    high: -0.01,
    verdict: 'better',
  }),
  change({
    id: 'swap/gender',
    variant: 'label',
    metric: 'flip-rate',
    before: 0.11,
    after: 0.12,
    value: 0.01,
    low: -0.03,
    high: 0.05,
    pValue: 0.6,
    verdict: 'no-change-found',
  }),
  change({
    id: 'group/religion',
    before: null,
    after: null,
    value: null,
    low: null,
    high: null,
    pValue: null,
    n: 12,
    discordant: null,
    verdict: 'not-enough-data',
    reason: 'Too few rows are about these groups.',
  }),
];

/** An audit that holds every kind of check, verdict, undefined value and change. */
export function sampleAudit(given: Partial<AuditReport> = {}): AuditReport {
  return {
    subject: '/workspace/.finetune/runs/20261126-101112-emotions',
    kind: 'classifier',
    note: 'emotions has not finished: this is its best checkpoint, step 150.',
    summary:
      'Disparity found: gender (demographic parity difference .180, .110 to .250) and swaps of gender (flip rate .120, .080 to .170). Not enough data for religion (about 900 more rows); the model is too weak to audit for functional tests insults.',
    checks,
    base: '/workspace/models/minilm-small',
    changes,
    coverage: [
      { id: 'group/gender', used: 800, of: 1_000, note: '200 rows have no value' },
      { id: 'swap/gender', used: 205, of: 1_000, note: null },
    ],
    sources: [
      { kind: 'data', path: data, hash: 'a1'.repeat(32), rows: 1_000 },
      { kind: 'suite', path: suite, hash: 'b2'.repeat(32), rows: 60 },
      { kind: 'built-in', path: 'weat6', hash: 'c3'.repeat(32), rows: 64 },
    ],
    method: {
      version: '0.3.0',
      seed: 42,
      permutations: 10_000,
      resamples: 2_000,
      delta: 0.05,
      alpha: 0.05,
    },
    caveats: [
      'A row counts as predicted to have the label that is its likeliest.',
      'Suites for language models come with decoder models.',
    ],
    broken: { threshold: 0.1, checks: [0] },
    split: 'test',
    data: { path: data, hash: 'a1'.repeat(32) },
    createdAt: 1_790_000_500,
    ...given,
  };
}
