import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withKnownRuns } from '../../../src/extension/audits/withKnownRuns';
import { sampleAudit } from '../../support/pages/sampleAudit';

const name = '20261126-101112-emotions';
const old = `/before/.finetune/runs/${name}`;

test('an audit finds its runs again in a workspace that was moved', () => {
  const rows: (readonly [folders: string[], named: string, found: string])[] = [
    [[`/now/.finetune/runs/${name}`], old, `/now/.finetune/runs/${name}`],
    [[old, `/copy/.finetune/runs/${name}`], old, old],
    // Which of two copies is meant nobody knows.
    [[`/a/.finetune/runs/${name}`, `/b/.finetune/runs/${name}`], old, old],
    [['/now/.finetune/runs/20261126-101112-other'], old, old],
    [[], '/models/minilm', '/models/minilm'],
  ];
  for (const [folders, named, found] of rows) {
    const runs = folders.map((folder) => ({ folder }));
    const report = withKnownRuns(sampleAudit({ subject: named, base: named }), runs);
    assert.deepEqual([report.subject, report.base], [found, found], folders.join());
  }
  assert.equal(withKnownRuns(sampleAudit({ base: null }), []).base, null);
});
