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

/**
 * note: the reference takes "he's" for one word, which is none of the pairs; here it speaks of a man. In sst2 the apostrophe
 * stands apart, so that the counts are the same; of the reviews up to 1.2 % more rows are counted.
 */
const files = {
  sst2_train: {
    path: 'sst2/train.tsv',
    format: 'tsv',
    header: false,
    columns: ['text', 'label'],
    off: 0,
  },
  amazon: {
    path: 'amazon_reviews/reviews.jsonl',
    format: null,
    header: null,
    columns: null,
    off: 0.012,
  },
} as const;

for (const [name, { off, ...source }] of Object.entries(files)) {
  const file = path.join(data, source.path);
  const missing = [file, path.join(data, 'dataset_bias_reference.json')].find(
    (each) => !existsSync(each),
  );
  const skip = missing === undefined ? false : `${missing} is not there`;
  test(`with the reference's words ${name} has the reference's figures`, { skip }, async () => {
    const references = JSON.parse(
      readFileSync(path.join(data, 'dataset_bias_reference.json'), 'utf8'),
    ) as Record<string, Reference>;
    const expected = references[name]!;
    const audit = await auditDataset(
      { ...source, path: file },
      {
        choice: { ...recogniseAll, fields: { text: 'text', label: 'label' } },
        ...{ columns: [], axes: pairAxes() },
      },
      usualAuditOptions,
    );
    const [male, female, association] = audit.checks;
    const counted = (value: number, wanted: number, what: string): void => {
      assert.ok(
        Math.abs(value - wanted) <= off * wanted + 1e-9,
        `${what}: ${value}, not ${wanted}`,
      );
    };
    assert.equal(audit.rows, expected.rows);
    const { used, note } = audit.coverage[0]!;
    counted(used, expected.male_only + expected.female_only, 'rows about one group');
    const several = Number(/^([\d,]+) rows/.exec(note ?? '')?.[1]?.replace(',', ''));
    counted(used + several, expected.gendered, 'gendered rows');
    counted(male!.value! * male!.n, expected.male_only, 'rows about men');
    counted(female!.value! * female!.n, expected.female_only, 'rows about women');
    const [own, other] = [
      expected.male_pos / expected.male_only,
      expected.female_pos / expected.female_only,
    ];
    const [gap, p] = [association!.value!, association!.pValue!];
    assert.ok(Math.abs(gap - (own - other)) <= off + 1e-12, String(gap));
    assert.ok(Math.abs(p - expected.fisher_p) <= 10 * off + 1e-9, String(p));
    assert.equal(association!.variant, 'terms, label:1');
  });
}

const { write } = temporaryFolder();

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
