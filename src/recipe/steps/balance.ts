import { BlockedUint32 } from '../../data/duplicates/growingArrays';
import { HashIndex } from '../../data/duplicates/hashIndex';
import { seededNumbers } from '../../data/seededNumbers';
import { UserError } from '../../protocol/errors';
import type { StepOf } from '../definition';
import { placeOfRow } from '../rows/recipeRow';
import { columnNamed } from './columnNamed';
import type { StepContext, WholeStep } from './preparedStep';
import { valueText } from './rowKey';
import { numberOf } from './numberOf';
import { pickRandomly } from './sample';

/** The class of rows that are not balanced: those of the validation and test parts. */
const passesAsIs = 0;

/** As many rows of each value of a column, by dropping rows or by repeating them next to themselves. */
export function balanceStep(step: StepOf<'balance'>, context: StepContext): WholeStep {
  const { method } = step;
  const by = columnNamed(step.by, context, ['by']);
  const classes = new BlockedUint32();
  const names = new HashIndex();
  const sizes = [0];
  return {
    type: 'whole',
    see({ values, part, file, line }) {
      const name = valueText(values, by);
      if (name === '' && part === 0) {
        throw new UserError(`This row has no "${by}" to balance by.`, {
          place: placeOfRow(context.inputs, { file, line }),
          next: `Fill it, or drop such rows before: { "type": "filter", "where": "${by} is not null and ${by} != ''" }.`,
        });
      }
      const one = part === 0 ? numberOf(names, name) + 1 : passesAsIs;
      classes.push(one);
      sizes[one] = (sizes[one] ?? 0) + 1;
    },
    choose() {
      const positions = chosen();
      classes.forget();
      names.forget();
      return { positions };
    },
  };

  function chosen(): Uint32Array {
    const next = seededNumbers(context.seed);
    const balanced = sizes.slice(1);
    const [others = 0] = sizes;
    switch (method) {
      case 'undersample': {
        const least = balanced.length === 0 ? 0 : balanced.reduce((a, b) => Math.min(a, b));
        const needed = [others, ...balanced.map(() => least)];
        return pickRandomly(classes, sizes, needed, next);
      }
      case 'oversample': {
        const most = balanced.reduce((a, b) => Math.max(a, b), 0);
        return repeated(classes, sizes, most, next);
      }
    }
  }
}

/** Every row as often as all of its class can stand, and some at random once more. */
function repeated(
  classes: BlockedUint32,
  sizes: readonly number[],
  most: number,
  next: () => number,
): Uint32Array {
  const remainders = sizes.map((size, one) => (one === passesAsIs || size === 0 ? 0 : most % size));
  const once = pickRandomly(classes, sizes, remainders, next);
  const [others = 0, ...balanced] = sizes;
  const positions = new Uint32Array(others + balanced.filter((size) => size > 0).length * most);
  let [picked, written] = [0, 0];
  for (let row = 0; row < classes.length; row += 1) {
    const one = classes.at(row);
    const isPicked = once[picked] === row;
    if (isPicked) picked += 1;
    const whole = one === passesAsIs ? 1 : Math.floor(most / (sizes[one] ?? 1));
    for (let copy = 0; copy < whole + (isPicked ? 1 : 0); copy += 1) {
      positions[written] = row;
      written += 1;
    }
  }
  return positions.subarray(0, written);
}
