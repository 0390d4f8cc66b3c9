import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { listCheckpoints } from '../../src/runs/runFolder';
import { readLastMetrics } from '../../src/runs/metricsFile';

/** What must be equal for two runs to be the same, bit for bit: weights, points, checkpoints. */
export function runBits(folder: string): {
  readonly model: string;
  readonly lines: readonly string[];
  readonly checkpoints: readonly number[];
} {
  const weights = readFileSync(path.join(folder, 'model', 'model.safetensors'));
  return {
    model: createHash('sha256').update(weights).digest('hex'),
    lines: readLastMetrics(folder, Infinity).map((line) =>
      // When it happened and how fast is all that may differ.
      JSON.stringify(line, (key, value: unknown) =>
        key === 'time' || key === 'tokensPerSecond' ? undefined : value,
      ),
    ),
    checkpoints: listCheckpoints(folder),
  };
}
