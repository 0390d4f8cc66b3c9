import assert from 'node:assert/strict';
import type { MetricLine } from '../../src/protocol/run';

/** One optimiser step of a loop in PyTorch. */
export interface RecordedStep {
  readonly loss: number;
  readonly learningRate: number;
  /** Before clipping. */
  readonly gradientNorm: number;
}

/** Holds the train lines of a run against a recorded curve: the loss within 5e-5 of itself, the norm within 2e-4. */
export function checkCurve(lines: readonly MetricLine[], curve: readonly RecordedStep[]): void {
  assert.equal(lines.length, curve.length);
  for (const [index, expected] of curve.entries()) {
    const line = lines[index]!;
    assert.ok('loss' in line && 'gradientNorm' in line);
    const near = (key: 'loss' | 'gradientNorm', tolerance: number): void => {
      const difference = Math.abs(line[key] / expected[key] - 1);
      assert.ok(difference < tolerance, `${key} of step ${line.step}: ${difference}`);
    };
    near('loss', 5e-5);
    near('gradientNorm', 2e-4);
    assert.ok(Math.abs(line.learningRate - expected.learningRate) < 1e-12);
  }
}
