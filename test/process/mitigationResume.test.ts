import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { MitigationConfig } from '../../src/protocol/mitigationConfig';
import { checkpointFolder } from '../../src/runs/runFolder';
import { mitigatedConfig } from '../unit/trainer/mitigation/mitigatedConfig';
import {
  factsOf,
  metricLines,
  runFixture,
  temporaryRun,
} from '../unit/trainer/training/fixtureRun';

const kinds: Record<string, Partial<MitigationConfig>> = {
  reweighing: { reweighing: true },
  'group DRO': { groupDro: { over: 'group-and-label', stepSize: 0.1, adjustment: 1 } },
};

for (const [name, parts] of Object.entries(kinds)) {
  test(`a run with ${name} that is stopped and resumed equals one that never stopped, bit for bit`, async (t) => {
    const config = mitigatedConfig(parts);
    const dropping = { ...config, regularization: { ...config.regularization, dropout: 0.1 } };
    const whole = temporaryRun(t);
    await runFixture(whole, { config: dropping });
    const total = metricLines(whole).at(-1)!.step;
    for (const stopAt of [1, 5, total - 1]) {
      const folder = temporaryRun(t);
      await runFixture(folder, { config: dropping, stopAt });
      await runFixture(folder, { config: dropping, resume: true });
      assert.deepEqual(factsOf(folder), factsOf(whole), `stopped at ${stopAt}`);
      for (const file of ['model.safetensors', 'optimizer.safetensors', 'trainer_state.json']) {
        const bytes = (run: string): Buffer =>
          readFileSync(path.join(checkpointFolder(run, total), file));
        assert.deepEqual(bytes(folder), bytes(whole), `${file}, stopped at ${stopAt}`);
      }
    }
  });
}
