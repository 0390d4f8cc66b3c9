import { BlockedUint32 } from '../../data/duplicates/growingArrays';
import { seededNumbers } from '../../data/seededNumbers';
import type { StepOf } from '../definition';
import { partNames } from '../rows/recipeRow';
import type { StepContext, WholeStep } from './preparedStep';
import { shareOut } from './shareOut';

/** Rows at random, in their order; after a split, each part keeps its share. */
export function sampleStep({ rows, share }: StepOf<'sample'>, { seed }: StepContext): WholeStep {
  const parts = new BlockedUint32();
  return {
    type: 'whole',
    see({ part }) {
      parts.push(part);
    },
    choose() {
      const sizes = partNames.map(() => 0);
      for (let row = 0; row < parts.length; row += 1) {
        const part = parts.at(row);
        sizes[part] = (sizes[part] ?? 0) + 1;
      }
      const wanted = rows ?? Math.max(1, Math.round(parts.length * (share ?? 1)));
      const needed = shareOut(Math.min(wanted, parts.length), sizes);
      const positions = pickRandomly(parts, sizes, needed, seededNumbers(seed));
      parts.forget();
      return { positions };
    },
  };
}

/**
 * Rows of each class at random, as many as needed, in their order: every choice of so many is equally likely (Knuth, The
 * Art of Computer Programming, 3.4.2, algorithm S).
 */
export function pickRandomly(
  classes: BlockedUint32,
  sizes: readonly number[],
  needed: readonly number[],
  next: () => number,
): Uint32Array {
  const [left, open] = [[...sizes], [...needed]];
  const positions = new Uint32Array(needed.reduce((sum, count) => sum + count, 0));
  let picked = 0;
  for (let row = 0; row < classes.length; row += 1) {
    const one = classes.at(row);
    const [rest, missing] = [left[one] ?? 0, open[one] ?? 0];
    if (next() * rest < missing) {
      positions[picked] = row;
      picked += 1;
      open[one] = missing - 1;
    }
    left[one] = rest - 1;
  }
  return positions.subarray(0, picked);
}
