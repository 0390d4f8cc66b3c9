import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { usualAuditOptions } from '../../../../src/audit/auditOptions';
import { auditDataset, type DatasetAudit } from '../../../../src/audit/dataset/auditDataset';
import { readReferenceMix, type ReferenceMix } from '../../../../src/data/groups/referenceMix';
import { finishReport } from '../../../../src/audit/report/finishReport';
import { judgeChecks } from '../../../../src/audit/statistics/judge';
import { recogniseAll } from '../../../../src/data/schemas/detectSchema';
import { sourceOf } from '../../../../src/data/readRows';
import { UserError } from '../../../../src/protocol/errors';
import { seededRandom } from '../../data/seededRandom';
import { temporaryFolder } from '../../data/temporaryFolder';

const { folder, write } = temporaryFolder();

async function auditTeams(
  teams: readonly string[],
  mix: unknown,
  {
    columns = ['team'],
    seed = '',
  }: { readonly columns?: readonly string[]; readonly seed?: string } = {},
): Promise<DatasetAudit> {
  const rows = teams.map((team, at) => JSON.stringify({ text: `text ${at}`, team }));
  const file = write(`teams${seed}.jsonl`, `${rows.join('\n')}\n`);
  const reference = write('mix.json', JSON.stringify(mix));
  const request = { choice: recogniseAll, columns, mix: readReferenceMix(reference) };
  return auditDataset(sourceOf(file), request, usualAuditOptions);
}

function mixOf(text: string): ReferenceMix {
  return readReferenceMix(write('mix.json', text));
}

function teamsOf(counts: Readonly<Record<string, number>>): string[] {
  return Object.entries(counts).flatMap(([team, count]) => Array<string>(count).fill(team));
}

test('shares, percentages and counts state the same mix', () => {
  for (const [red, blue] of [
    [0.25, 0.75],
    [25, 75],
    [1_000_000, 3_000_000],
  ]) {
    const { shares } = mixOf(JSON.stringify({ team: { red, blue } }));
    assert.deepEqual(
      [...shares.get('team')!],
      [
        ['red', 0.25],
        ['blue', 0.75],
      ],
    );
  }
});

// scipy.stats.binomtest(30, 100, .2).pvalue, which is that of 70 of 100 at .8.
const exact = 0.016945359676785184;

test('each group is tested against its stated share, those without rows too', async () => {
  const { checks, caveats } = await auditTeams(teamsOf({ red: 30, blue: 70, black: 5 }), {
    team: { red: 0.2, blue: 0.8 },
  });
  const shares = checks.filter(({ metric }) => metric === 'share-of-rows');
  assert.deepEqual(
    shares.map(({ group, reference, value, n, disparity }) => [
      ...[group, reference, value, n],
      Number(disparity!.value.toFixed(12)),
    ]),
    [
      ['red', '.200 in mix.json', 0.3, 100, 0.1],
      ['blue', '.800 in mix.json', 0.7, 100, -0.1],
    ],
  );
  for (const { pValue } of shares) assert.ok(Math.abs(pValue! - exact) < 1e-9, String(pValue));
  assert.ok(
    caveats.includes(
      '5 rows about "black" of dataset/team left out of its shares: mix.json states none.',
    ),
  );

  const alone = await auditTeams(teamsOf({ red: 50 }), { team: { red: 1, blue: 1 + 98 } });
  const judged = judgeChecks(alone.checks, usualAuditOptions);
  assert.deepEqual(
    judged.map(({ group, value, verdict, rows }) => [group, value, verdict, rows.length]),
    [
      ['red', 1, 'disparity', 10],
      ['blue', 0, 'disparity', 0],
    ],
  );
});

test('columns that only the mix names are read, and what it says nothing of has equal shares', async () => {
  const mix = { team: { red: 0.5, blue: 0.5 } };
  const { checks } = await auditTeams(teamsOf({ red: 30, blue: 30 }), mix, { columns: [] });
  assert.deepEqual(
    checks.map(({ id, group, reference }) => [id, group, reference]),
    [
      ['dataset/team', 'red', '.500 in mix.json'],
      ['dataset/team', 'blue', '.500 in mix.json'],
    ],
  );
  const nobody = await auditTeams(['red', 'blue'], { gender: { male: 49, female: 51 } });
  const [first] = judgeChecks(nobody.checks, usualAuditOptions).filter(
    ({ id }) => id === 'dataset/gender',
  );
  assert.deepEqual([first!.value, first!.verdict], [null, 'not-enough-data']);
  assert.match(first!.reason ?? '', /No row is about a group of this axis/);
  assert.ok(nobody.checks.some(({ reference }) => reference === 'equal shares'));
});

test('rows that were drawn from the mix seldom differ from it', async () => {
  let alarms = 0;
  const sets = 100;
  for (let seed = 0; seed < sets; seed += 1) {
    const { next } = seededRandom(seed);
    const teams = Array.from({ length: 200 }, () => {
      const drawn = next();
      return drawn < 0.1 ? 'red' : drawn < 0.3 ? 'blue' : 'black';
    });
    const { checks } = await auditTeams(teams, { team: { red: 0.1, blue: 0.2, black: 0.7 } });
    if (judgeChecks(checks, usualAuditOptions).some(({ verdict }) => verdict === 'disparity'))
      alarms += 1;
  }
  // 12 or more of 100 would happen less than once in 200 at a true rate of 5 %.
  assert.ok(alarms < 12, `${alarms} of ${sets}`);
});

test('the summary names the stated share', async () => {
  const { checks, coverage, caveats } = await auditTeams(teamsOf({ red: 90, blue: 10 }), {
    team: { red: 50, blue: 50 },
  });
  const { summary } = finishReport(
    {
      ...{ subject: 'd', kind: 'dataset', checks, coverage, caveats, base: null, changes: [] },
      ...{ split: null, sources: [], data: null, createdAt: 0 },
    },
    { method: { ...usualAuditOptions, version: '0' }, failOn: null },
  );
  assert.equal(
    summary,
    'Groups have other shares of the rows than stated: team (red .900, against .500 in mix.json).',
  );
});

const refusals: readonly (readonly [text: string, why: RegExp])[] = [
  ['', /mix\.json(:1)?: This is no mix of groups/],
  ['[1]', /is not one JSON object.*Give one JSON object/],
  ['{"team": ', /mix\.json:1: This is no mix/],
  ['{"team":\n{red: 1, "blue": 1}}', /mix\.json:2: .*\(the key red stands without double quotes\)/],
  ['{"team": {"red": 1 "blue": 1}}', /\(a comma is missing here\)/],
  ['{"team": {"red": 1, "blue": 1}} {}', /\(more text follows the object\)/],
  ['{"team": {"red": , "blue": 1}}', /\(a value is missing here\)/],
  ['{"team": {"red": 1e400, "blue": 1}}', /The share of "red" cannot be Infinity/],
  ['{}', /it is empty/],
  ['{\n"team": 3}', /mix\.json:2: This is no mix of groups: "team" holds no shares/],
  ['{"team": {"red": "x", "blue": 1}}', /The share of "red" cannot be "x"/],
  ['{"team": {"red": 0, "blue": 1}}', /The share of "red" cannot be 0.*leave the group out/],
  ['{"team": {"red": -1, "blue": 2}}', /The share of "red" cannot be -1/],
  ['{"team": {"red": 1}}', /"team" names fewer than two groups/],
  ['{"team": {"red": 0.51, "blue": 0.94}}', /"team": These shares add up to 1\.45\./],
  ['{"team": {"red": 1e308, "blue": 1e308}}', /These shares are too large/],
  ['{"team": {"red": 40, "blue": 40}}', /add up to 80\./],
  ['{"team": {"red": 1,\n"red": 1}}', /mix\.json:2: "red" is named twice/],
  ['['.repeat(500_000), /is not one JSON object|nested too deeply/],
];

test('a file that is no mix is refused at its line with what to do', () => {
  for (const [text, why] of refusals) {
    assert.throws(
      () => mixOf(text),
      (error) => {
        assert.ok(error instanceof UserError, `${text.slice(0, 40)}: ${String(error)}`);
        const { file, line } = error.place!;
        const place = line === undefined ? file : `${file}:${line}`;
        assert.match(`${place}: ${error.message} ${error.next ?? ''}`, why);
        return true;
      },
    );
  }
  assert.throws(() => readReferenceMix('/nowhere/mix.json'), /There is no such file/);
  assert.throws(() => readReferenceMix(folder), /This is a folder/);
  symlinkSync('looped.json', path.join(folder, 'looped.json'));
  assert.throws(
    () => readReferenceMix(path.join(folder, 'looped.json')),
    (error) => error instanceof UserError && error.message.includes('ELOOP'),
  );
});

test('a group that is written otherwise in the rows is pointed out', async () => {
  await assert.rejects(
    auditTeams(teamsOf({ female: 9, male: 9 }), { team: { femal: 0.5, male: 0.5 } }),
    /No row is about "femal", and no share is stated for "female"/,
  );
});

test('a mix that names no group or no column of the rows is told at its line what there is', async () => {
  const check = async (mix: unknown, why: RegExp, columns?: readonly string[]): Promise<void> => {
    const teams = teamsOf({ red: 30, blue: 10 });
    await assert.rejects(
      auditTeams(teams, mix, columns === undefined ? {} : { columns }),
      (error) => {
        assert.ok(error instanceof UserError, String(error));
        const { file, line } = error.place!;
        assert.match(`${path.basename(file)}:${line}: ${error.message} ${error.next}`, why);
        return true;
      },
    );
  };
  await check(
    { team: { north: 0.5, south: 0.5 } },
    /^mix\.json:1: No row is about a group that shares are stated for, "north", "south": rows are about "red", "blue"\. Name groups as the rows do/,
  );
  await check(
    { taem: { red: 0.5, blue: 0.5 } },
    /^mix\.json:1: There is no column "taem".*Did you mean "team"/,
    [],
  );
  await check({ team: { red: 0.5, blue: 0.5 } }, /^teams\.jsonl:1: There is no column "taem"/, [
    'taem',
  ]);
});
