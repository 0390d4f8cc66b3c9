import { incompleteBeta } from './incompleteBeta';
import { normalQuantile } from './normalQuantile';

/** The probability that Student's t with so many degrees of freedom (any number above 0) exceeds t. */
export function studentTail(t: number, degrees: number): number {
  if (t < 0) return 1 - studentTail(-t, degrees);
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
}

/** The value that Student's t exceeds with probability `tail` (0 < tail < 0.5), by bisection. */
export function studentQuantile(tail: number, degrees: number): number {
  let [low, high] = [0, 2 * normalQuantile(tail)];
  while (studentTail(high, degrees) > tail) high *= 2;
  for (let step = 0; step < 100 && high - low > 1e-13 * high; step += 1) {
    const middle = (low + high) / 2;
    if (studentTail(middle, degrees) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
