import { isGettingReady, type RunRecord } from '../../protocol/run';
import {
  formatBytes,
  formatNumber,
  formatScore,
  formatThousands,
} from '../../protocol/formatNumber';
import { metricName } from '../metricNames';
import type { Curves } from '../plot/curves';

export interface KeyFigure {
  readonly label: string;
  readonly value: string;
}

/** At most five: best metric with its step, last loss, throughput, memory, device. Unknown ones are left out. */
export function keyFigures(record: RunRecord, curves: Curves): KeyFigure[] {
  const { best, peakMemoryBytes, device, engine } = record;
  const train = isGettingReady(record) ? null : curves.train;
  const loss = train?.loss.at(-1);
  const speed = train === null ? null : recentMean(train.tokensPerSecond);
  const figures: (KeyFigure | null)[] = [
    best === null
      ? null
      : {
          label: `Best ${metricName(best.metric)}, step ${best.step}`,
          value: formatScore(best.metric, best.value),
        },
    loss === undefined ? null : { label: 'Last loss', value: formatNumber(loss) },
    speed === null ? null : { label: 'Throughput', value: `${formatThousands(speed)} tok/s` },
    peakMemoryBytes === null ? null : { label: 'Peak memory', value: formatBytes(peakMemoryBytes) },
    device === null
      ? null
      : { label: 'Device', value: engine === 'eager' ? `${device}, eager` : device },
  ];
  return figures.filter((figure) => figure !== null);
}

/** One step's speed jumps about with the lengths in its batch: the last 20 say more. */
function recentMean(values: readonly number[]): number | null {
  const recent = values.slice(-20).filter((value) => Number.isFinite(value));
  return recent.length === 0 ? null : recent.reduce((sum, value) => sum + value, 0) / recent.length;
}
