import { seededNumbers } from '../../data/seededNumbers';
import type { StepContext, WholeStep } from './preparedStep';

/** Random order (Fisher-Yates). */
export function shuffleStep({ seed }: StepContext): WholeStep {
  let count = 0;
  return {
    type: 'whole',
    see() {
      count += 1;
    },
    choose() {
      const next = seededNumbers(seed);
      const positions = Uint32Array.from({ length: count }, (_, index) => index);
      for (let last = count - 1; last > 0; last -= 1) {
        const other = Math.floor(next() * (last + 1));
        const moved = positions[last] ?? 0;
        positions[last] = positions[other] ?? 0;
        positions[other] = moved;
      }
      return { positions };
    },
  };
}
