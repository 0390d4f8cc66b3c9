import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';

/**
 * Refuses weights that can only make a loss that is no number, before any row is blamed for it. One pass: a few
 * milliseconds for a million numbers.
 * @throws UserError that names tensor and file
 */
export function requireFinite(values: Float32Array, tensor: string, file: string): void {
  let sum = 0;
  // Zero for every finite number, NaN for any other: several times as fast as asking each.
  // eslint-disable-next-line @typescript-eslint/prefer-for-of -- an iterator takes five times as long over 22 M numbers
  for (let at = 0; at < values.length; at += 1) sum += (values[at] ?? 0) * 0;
  if (sum === 0) return;
  const count = values.reduce((bad, value) => (Number.isFinite(value) ? bad : bad + 1), 0);
  const all = formatCount(values.length);
  throw new UserError(
    `The tensor "${tensor}" holds ${formatCount(count)} of ${all} numbers that are NaN or infinite.`,
    {
      place: { file },
      next: 'These weights are damaged or diverged when they were trained: copy the model again, or choose another.',
    },
  );
}
