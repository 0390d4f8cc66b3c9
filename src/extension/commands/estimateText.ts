import type { Estimate } from '../../protocol/reports';
import { formatBytes, formatShortDuration } from '../../protocol/formatNumber';

/** The estimate in one or two sentences. */
export function estimateText(
  name: string,
  { memoryBytes, seconds, diskBytes, fits }: Estimate,
): string {
  const { total, weights, gradients, optimizer, activations } = memoryBytes;
  const parts = [
    `weights ${formatBytes(weights)}`,
    `gradients ${formatBytes(gradients)}`,
    `optimizer ${formatBytes(optimizer)}`,
    `activations ${formatBytes(activations)}`,
  ].join(', ');
  const need = `${name} takes ${formatBytes(total)} of memory (${parts}), about ${formatShortDuration(seconds)}, and ${formatBytes(diskBytes)} of disk.`;
  return fits
    ? need
    : `${need} That does not fit into the free memory: lower batchSize or maxLength, or close other programs.`;
}
