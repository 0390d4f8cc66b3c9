import type { Estimate } from '../../protocol/reports';
import { formatBytes, formatShortDuration } from '../../protocol/formatNumber';

/** `Estimate: 1.2 GB, 2 m`, or `Estimate` before one is known. */
export function estimateLabel(estimate: Estimate | null): string {
  if (estimate === null) return 'Estimate';
  const { memoryBytes, seconds, fits } = estimate;
  const figures = `${formatBytes(memoryBytes.total)}, ${formatShortDuration(seconds)}`;
  return fits ? `Estimate: ${figures}` : `Estimate: ${figures}, does not fit`;
}
