import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { commandLine } from '../../../src/cli/commandLine';
import type { LintReport, RuleId } from '../../../src/protocol/lint';
import { fakeOutput } from '../../support/fakeOutput';

const shared = path.join(process.env.FINETUNE_ROOT ?? '.', '../shared/data');

/** What `finetune lint` counts on a real file, by the rules that have findings; those not named were not asked for. */
function check(
  name: string,
  asked: string,
  expected: Readonly<Partial<Record<RuleId, number>>>,
  against?: string,
): void {
  const files = [name, ...(against === undefined ? [] : [against])];
  const absent = files.find((file) => !existsSync(path.join(shared, file)));
  test(
    `lint ${files.join(' --against ')} --rules ${asked}`,
    {
      skip: absent === undefined ? false : `${absent} is absent`,
    },
    async () => {
      const { output, text } = fakeOutput();
      const [file = '', other] = files.map((each) => path.join(shared, each));
      const beside = other === undefined ? [] : ['--against', other];
      const given = ['lint', file, ...beside, '--rules', asked, '--no-config', '--json'];
      await commandLine(given, output);
      assert.equal(text.stderr, '');
      const { counts, files: reports } = JSON.parse(text.stdout) as LintReport;
      assert.deepEqual(counts, expected);
      const findings = reports.flatMap((report) => report.findings);
      const places = new Set(findings.map(({ rule, row, field }) => `${rule} ${row} ${field}`));
      assert.equal(places.size, findings.length, 'at most one finding a rule, row and field');
    },
  );
}

const duplicates = 'L-DUP-01,L-DUP-02,L-DUP-03,L-DUP-04';
const leaks = 'L-LEAK-01,L-LEAK-02';

// 85 of the 91 rows have unresolved placeholders.
check('instructions/identity.json', 'L-TXT-08', { 'L-TXT-08': 85 });
check('instructions/identity.json', duplicates, { 'L-DUP-03': 1, 'L-DUP-04': 2 });
check('instructions/alpaca_en_demo.json', duplicates, { 'L-DUP-01': 14 });
check('instructions/alpaca_en_demo.json', 'row', {
  ...{ 'L-TXT-02': 1, 'L-TXT-09': 30, 'L-TXT-10': 3, 'L-TXT-11': 2, 'L-PII-01': 4 },
});
// 125 rows are equal but for case and white space, 124 of them to the letter; 21 have control characters.
check('amazon_reviews/reviews.jsonl', duplicates, {
  ...{ 'L-DUP-01': 124, 'L-DUP-02': 1, 'L-DUP-03': 2 },
});
check('amazon_reviews/reviews.jsonl', 'row', {
  ...{ 'L-TXT-02': 234, 'L-TXT-03': 21, 'L-TXT-04': 26, 'L-TXT-08': 1, 'L-PII-01': 9 },
});
check('sst2/train.tsv', duplicates, { 'L-DUP-01': 9 });
check('sst2/train.tsv', 'row', {});
check('sst2/train.tsv', leaks, { 'L-LEAK-01': 2 }, 'sst2/test.tsv');
check('sst2/dev.tsv', leaks, {}, 'sst2/test.tsv');
