import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { auditDataset, type DatasetAudit } from '../../../../src/audit/dataset/auditDataset';
import { judgeChecks } from '../../../../src/audit/statistics/judge';
import { sourceOf } from '../../../../src/data/readRows';
import { recogniseAll } from '../../../../src/data/schemas/detectSchema';
import type { IdentityAxis } from '../../../../src/data/identity/identityTerms';
import type { AuditCheck } from '../../../../src/protocol/audit';
import { UserError } from '../../../../src/protocol/errors';
import { seededRandom } from '../../data/seededRandom';
import { temporaryFolder } from '../../data/temporaryFolder';

const data = path.join(process.env.FINETUNE_ROOT ?? '.', '../shared/data');

interface Reference {
  readonly rows: number;
  readonly gendered: number;
  readonly male_only: number;
  readonly male_pos: number;
  readonly female_only: number;
  readonly female_pos: number;
  readonly fisher_p: number;
}

/** The 57 pairs of words that the references count. */
function pairAxes(): IdentityAxis[] {
  const file = path.join(data, 'seat_weat/bias_attribute_words.json');
  const { gender } = JSON.parse(readFileSync(file, 'utf8')) as { gender: [string, string][] };
  const [male, female] = [0, 1].map((side) => gender.map((pair) => pair[side]).join(' '));
  return [{ name: 'gender', groups: { male: male!, female: female! } }];
}

const { write } = temporaryFolder();

interface ReferenceRow {
  readonly text: string;
  readonly label?: string;
}

function jsonRows(file: string): Record<string, string | number>[] {
  return readFileSync(path.join(data, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Record<string, string | number>);
}

function reviews(domain: string | null): ReferenceRow[] {
  return jsonRows('amazon_reviews/reviews.jsonl')
    .filter((row) => domain === null || row.domain === domain)
    .map(({ text, label }) => ({ text: String(text), label: String(label) }));
}

function lines(file: string): string[] {
  return readFileSync(path.join(data, file), 'utf8').replace(/\n$/, '').split('\n');
}

/** The rows that each entry of the references counts, with the file they are from. */
const referenceFiles: Readonly<
  Record<string, { readonly file: string; readonly rows: () => readonly ReferenceRow[] }>
> = {
  sst2_train: {
    file: 'sst2/train.tsv',
    rows: () =>
      lines('sst2/train.tsv').map((line) => {
        const [text = '', label = ''] = line.split('\t');
        return { text, label };
      }),
  },
  amazon: { file: 'amazon_reviews/reviews.jsonl', rows: () => reviews(null) },
  'amazon/books': { file: 'amazon_reviews/reviews.jsonl', rows: () => reviews('books') },
  'amazon/dvd': { file: 'amazon_reviews/reviews.jsonl', rows: () => reviews('dvd') },
  'amazon/electronics': {
    file: 'amazon_reviews/reviews.jsonl',
    rows: () => reviews('electronics'),
  },
  alpaca: {
    file: 'instructions/alpaca_en_demo.json',
    rows: () => {
      const file = path.join(data, 'instructions/alpaca_en_demo.json');
      const rows = JSON.parse(readFileSync(file, 'utf8')) as { readonly output: string }[];
      return rows.map(({ output }) => ({ text: output }));
    },
  },
  multi30k: {
    file: 'multi30k/train.en',
    rows: () => lines('multi30k/train.en').map((text) => ({ text })),
  },
};

/**
 * Words as the references cut them: letters of ASCII alone, "he's" as one word, which is none of the pairs, where here it speaks of a man.
 * So an apostrophe within a word becomes letters, and all but letters a space;
 * the full stop keeps rows that hold no word.
 */
function asReferenceWords(text: string): string {
  return text
    .toLowerCase()
    .replace(/([a-z])'(?=[a-z])/g, '$1qq')
    .replace(/[^a-z]+/g, ' ')
    .concat('.');
}

for (const [name, { file, rows }] of Object.entries(referenceFiles)) {
  const missing = [path.join(data, file), path.join(data, 'dataset_bias_reference.json')].find(
    (each) => !existsSync(each),
  );
  const skip = missing === undefined ? false : `${missing} is not there`;
  test(`with the reference's words ${name} has the reference's figures`, { skip }, async () => {
    const references = JSON.parse(
      readFileSync(path.join(data, 'dataset_bias_reference.json'), 'utf8'),
    ) as Record<string, Reference>;
    const expected = references[name]!;
    const written = write(
      'reference.jsonl',
      rows()
        .map((row) => `${JSON.stringify({ ...row, text: asReferenceWords(row.text) })}\n`)
        .join(''),
    );
    const isLabelled = rows()[0]?.label !== undefined;
    const choice = isLabelled
      ? { ...recogniseAll, fields: { text: 'text', label: 'label' } }
      : recogniseAll;
    const audit = await auditDataset(
      sourceOf(written),
      { choice, columns: [], axes: pairAxes() },
      usualAuditOptions,
    );
    const [male, female, association] = audit.checks;
    assert.equal(audit.rows, expected.rows);
    const { used, note } = audit.coverage[0]!;
    assert.equal(used, expected.male_only + expected.female_only);
    const several = Number(/^([\d,]+) rows/.exec(note ?? '')?.[1]?.replace(',', ''));
    assert.equal(used + several, expected.gendered);
    assert.equal(Math.round(male!.value! * male!.n), expected.male_only);
    assert.equal(Math.round(female!.value! * female!.n), expected.female_only);
    if (!isLabelled) {
      assert.ok(audit.checks.every(({ metric }) => metric !== 'label-share-difference'));
      return;
    }
    const [own, other] = [
      expected.male_pos / expected.male_only,
      expected.female_pos / expected.female_only,
    ];
    const [gap, p] = [association!.value!, association!.pValue!];
    assert.ok(Math.abs(gap - (own - other)) < 1e-12, String(gap));
    assert.ok(Math.abs(p - expected.fisher_p) < 1e-9, String(p));
    assert.equal(association!.variant, 'terms, label:1');
  });
}

interface PlantedRow {
  readonly text: string;
  readonly label: string;
  readonly team?: string | null;
  readonly gender?: string;
}

async function auditRows(
  rows: readonly PlantedRow[],
  columns: readonly string[] = [],
): Promise<{ readonly audit: DatasetAudit; readonly checks: readonly AuditCheck[] }> {
  const file = write('rows.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const request = { choice: recogniseAll, columns };
  const audit = await auditDataset(sourceOf(file), request, usualAuditOptions);
  return { audit, checks: judgeChecks(audit.checks, usualAuditOptions) };
}

/** 800 rows about women and men; `gap` more of the women are "good", and `kitchen` stands more often beside them. */
function planted(seed: number, gap: number): PlantedRow[] {
  const { next: random } = seededRandom(seed);
  return Array.from({ length: 800 }, () => {
    const isWoman = random() < 0.5;
    const word = random() < 0.1 + (isWoman ? gap : 0) ? 'kitchen' : 'garden';
    const label = random() < 0.4 + (isWoman ? gap : 0) ? 'good' : 'bad';
    const team = random() < 0.5 ? 'red' : 'blue';
    return { text: `${isWoman ? 'She' : 'He'} walked into the ${word}`, label, team };
  });
}

test('what a column says stands apart from terms of the same name', async () => {
  // The column says the opposite of the words.
  const rows = planted(1, 0.25).map(({ text, label }) => ({
    ...{ text, label, gender: text.startsWith('She') ? 'male' : 'female' },
  }));
  const { checks, audit } = await auditRows(rows, ['gender']);
  const associated = checks.filter(({ metric }) => metric === 'label-share-difference');
  assert.deepEqual(
    associated.map(({ id, variant, group, value }) => [id, variant, group, value! < 0]),
    [
      ['dataset/terms for gender', 'terms, label:good', 'male', true],
      ['dataset/gender', 'column, label:good', 'female', true],
    ],
  );
  const ids = audit.coverage.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.includes('dataset/gender') && ids.includes('dataset/terms for gender'));
});

test('a planted association with labels and words is found at its rows', async () => {
  const { checks, audit } = await auditRows(planted(1, 0.25), ['team']);
  const found = checks.filter(({ verdict }) => verdict === 'disparity');
  assert.deepEqual(
    found.map(({ id, variant, metric, group }) => [id, variant, metric, group]),
    [
      ['dataset/gender', 'terms, label:good', 'label-share-difference', 'male'],
      ['dataset/gender', 'terms, word:garden', 'pointwise-mutual-information', 'male'],
      ['dataset/gender', 'terms, word:kitchen', 'pointwise-mutual-information', 'female'],
    ],
  );
  const [association, , kitchen] = found;
  // Men have the label less often: the rows are theirs that lack it.
  for (const { text, gold } of association!.rows) assert.match(`${gold} ${text}`, /^bad He /);
  for (const { text, row, line } of kitchen!.rows) {
    assert.match(text, /^She .*kitchen$/);
    assert.equal(row, line);
  }
  assert.equal(kitchen!.rows.length, 10);
  assert.ok(kitchen!.low! < kitchen!.value! && kitchen!.value! < kitchen!.high!);
  assert.match(kitchen!.reason ?? '', /rows about female and in \d+ % of/);
  const teams = audit.coverage.find(({ id }) => id === 'dataset/team');
  assert.deepEqual([teams?.used, teams?.of], [800, 800]);
  const columnChecks = checks.filter(({ id }) => id === 'dataset/team');
  assert.deepEqual(
    columnChecks.map(({ metric }) => metric),
    ['share-of-rows', 'share-of-rows', 'label-share-difference'],
  );
});

test('without an association one is reported in at most 5 % of datasets', async () => {
  const sets = 60;
  let alarms = 0;
  for (let seed = 0; seed < sets; seed += 1) {
    const { checks } = await auditRows(planted(1_000 + seed, 0), ['team']);
    if (checks.some(({ verdict }) => verdict === 'disparity')) alarms += 1;
  }
  // 8 or more of 60 would happen once in 100 at a true rate of 5 %.
  assert.ok(alarms < 8, `${alarms} of ${sets} datasets`);
});

async function refused(
  rows: readonly PlantedRow[],
  columns: readonly string[],
  why: RegExp,
): Promise<void> {
  await assert.rejects(auditRows(rows, columns), (error) => {
    assert.ok(error instanceof UserError, String(error));
    assert.match(`${error.message} ${error.next ?? ''}`, why);
    return true;
  });
}

test('columns that are no groups are refused with what to do', async () => {
  const rows = planted(2, 0).slice(0, 300);
  await refused(rows, ['tem'], /no column "tem".*Did you mean "team"\?/);
  await refused(
    rows.map((row) => ({ ...row, team: 'red' })),
    ['team'],
    /"team" says "red" in every row: there is nothing to compare.*two groups/,
  );
  await refused(
    rows.map((row, at) => ({ ...row, team: at < 10 ? 'red' : null })),
    ['team'],
    /in every row that says anything \(290 rows say nothing\)/,
  );
  await refused(
    rows.map((row) => ({ ...row, team: '' })),
    ['team'],
    /"team" is empty in all 300 rows/,
  );
  await refused(
    rows.map((row, at) => ({ ...row, team: `${at}` })),
    ['team'],
    /more than 200 different values/,
  );
  await refused(rows, ['label'], /"label" holds the labels.*say whom a row is about/);
  await refused([], [], /has no rows|is empty/);
});

test('a group of one row, or alone on its axis, is no ground for a verdict', async () => {
  const rows = planted(3, 0).map((row, at) => ({ ...row, team: at === 5 ? 'green' : row.team! }));
  const { checks } = await auditRows(
    [...rows, { text: 'The deaf man sang', label: 'good', team: 'red' }],
    ['team'],
  );
  const alone = checks.find(({ group }) => group === 'disabled')!;
  assert.equal(alone.verdict, 'not-enough-data');
  assert.match(alone.reason ?? '', /No row names another group of this axis/);
  const green = checks.filter(({ group }) => group === 'green');
  assert.deepEqual(
    green.map(({ metric }) => metric),
    ['share-of-rows'],
  );
});
