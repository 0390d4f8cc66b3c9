import { BlockedUint32 } from '../../data/duplicates/growingArrays';
import { HashIndex } from '../../data/duplicates/hashIndex';
import { seededNumbers } from '../../data/seededNumbers';
import { UserError, type Place } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import { printValue } from '../../protocol/printValue';
import type { StepOf } from '../definition';
import { placeOfRow, type RecipeRow } from '../rows/recipeRow';
import { balancedSizes } from './balancedSizes';
import { columnNamed } from './columnNamed';
import { StepProblem, type StepContext, type WholeStep } from './preparedStep';
import { valueText } from './rowKey';
import { numberOf } from './numberOf';
import { pickRandomly } from './sample';

/** The class of rows that are not balanced: those of the validation and test parts. */
const passesAsIs = 0;
/** The class of rows that are left out. */
const dropped = 1;
const firstClass = 2;

/** As many rows of each value of a column, or as many as its share says, by dropping rows or by repeating them next to themselves. */
export function balanceStep(step: StepOf<'balance'>, context: StepContext): WholeStep {
  const { method, shares, others } = step;
  const by = columnNamed(step.by, context, ['by']);
  const stated = shares === null ? null : Object.keys(shares);
  const classes = new BlockedUint32();
  const names = new HashIndex();
  const sizes = [0, 0];
  // note: of a mix its values come first, in its order.
  for (const name of stated ?? []) sizes[numberOf(names, name) + firstClass] = 0;
  return {
    type: 'whole',
    see(row) {
      const one = row.part === 0 ? classOf(row) : passesAsIs;
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

  function classOf({ values, file, line }: Pick<RecipeRow, 'values' | 'file' | 'line'>): number {
    const name = valueText(values, by);
    const one = name === '' ? null : numberOf(names, name) + firstClass;
    if (one !== null && (stated === null || one < firstClass + stated.length)) return one;
    if (others === 'drop') return dropped;
    const place = placeOfRow(context.inputs, { file, line });
    if (one !== null) throw unstated(name, place);
    throw new UserError(`This row has no "${by}" to balance by.`, {
      place,
      next: 'Fill it, or leave such rows out with "others": "drop".',
    });
  }

  function unstated(name: string, place: Place): UserError {
    const near = nearestWord(name, stated ?? []);
    const meant = near === null ? '' : `Did you mean "${near}"? `;
    return new UserError(`"shares" says nothing of ${printValue(name)}.`, {
      place,
      next: `${meant}Add it to "shares", or leave such rows out with "others": "drop".`,
    });
  }

  function chosen(): Uint32Array {
    const next = seededNumbers(context.seed);
    const [kept = 0, left = 0, ...balanced] = sizes;
    const missing = stated?.find((_, index) => balanced[index] === 0);
    if (missing !== undefined && classes.length > kept + left)
      throw new StepProblem(
        `No row has "${missing}" in "${by}": its share cannot be reached.`,
        'Gather such rows, or take the value out of "shares".',
        ['shares', missing],
      );
    const wanted = balancedSizes(balanced, shares === null ? null : Object.values(shares), method);
    switch (method) {
      case 'undersample':
        return pickRandomly(classes, sizes, [kept, 0, ...wanted], next);
      case 'oversample':
        return repeated(classes, sizes, [kept, 0, ...wanted], next);
    }
  }
}

/** Every row as often as all of its class can stand, and some at random once more. */
function repeated(
  classes: BlockedUint32,
  sizes: readonly number[],
  wanted: readonly number[],
  next: () => number,
): Uint32Array {
  const remainders = sizes.map((size, one) => (size === 0 ? 0 : (wanted[one] ?? 0) % size));
  const once = pickRandomly(classes, sizes, remainders, next);
  const positions = new Uint32Array(wanted.reduce((sum, count) => sum + count, 0));
  let [picked, written] = [0, 0];
  for (let row = 0; row < classes.length; row += 1) {
    const one = classes.at(row);
    const size = sizes[one] ?? 1;
    // note: of a class that is wanted whole the remainder is 0, so that no row of it was picked.
    const isPicked = once[picked] === row;
    if (isPicked) picked += 1;
    const whole = Math.floor((wanted[one] ?? 0) / size);
    for (let copy = 0; copy < whole + (isPicked ? 1 : 0); copy += 1) {
      positions[written] = row;
      written += 1;
    }
  }
  return positions.subarray(0, written);
}
