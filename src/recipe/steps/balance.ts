import { BlockedUint32 } from '../../data/duplicates/growingArrays';
import { HashIndex } from '../../data/duplicates/hashIndex';
import { seededNumbers } from '../../data/seededNumbers';
import { UserError, type Place } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';
import { printValue } from '../../protocol/printValue';
import type { StepOf } from '../definition';
import { placeOfRow, type RecipeRow } from '../rows/recipeRow';
import { balancedSizes } from './balancedSizes';
import { balanceReport } from './balanceReport';
import { balanceWarning } from './balanceWarning';
import { columnNamed } from './columnNamed';
import { StepProblem, type Choice, type StepContext, type WholeStep } from './preparedStep';
import { valueText } from './rowKey';
import { numberOf } from './numberOf';
import { requireSizes } from './requireSizes';
import { pickRandomly } from './sample';

/** The class of rows that are not balanced: those of the validation and test parts. */
const passesAsIs = 0;
/** The class of rows that are left out. */
const dropped = 1;
const firstClass = 2;

/** Values whose names are kept for words about them. */
const mostNamed = 1_000;

/** A row that cannot be balanced, and the key of the step that it does not fit. */
export class UnfitRow extends UserError {
  constructor(
    message: string,
    readonly at: readonly string[],
    details: { readonly place: Place; readonly next: string },
  ) {
    super(message, details);
  }
}

/** As many rows of each value of a column, or as many as its share says, by dropping rows or by repeating them next to themselves. */
export function balanceStep(step: StepOf<'balance'>, context: StepContext): WholeStep {
  const { method, shares, others } = step;
  const by = columnNamed(step.by, context, ['by']);
  const stated = shares === null ? null : Object.keys(shares);
  const classes = new BlockedUint32();
  const names = new HashIndex();
  /** By their numbers, for words about them. */
  const named: string[] = [];
  const sizes = [0, 0];
  // note: of a mix its values come first, in its order.
  for (const name of stated ?? []) sizes[numbered(name) + firstClass] = 0;
  return {
    type: 'whole',
    see(row) {
      const one = row.part === 0 ? classOf(row) : passesAsIs;
      classes.push(one);
      sizes[one] = (sizes[one] ?? 0) + 1;
    },
    choose() {
      const choice = chosen();
      classes.forget();
      names.forget();
      return choice;
    },
  };

  function classOf({ values, file, line }: Pick<RecipeRow, 'values' | 'file' | 'line'>): number {
    const name = valueText(values, by);
    const one = name === '' ? null : numbered(name) + firstClass;
    if (one !== null && (stated === null || one < firstClass + stated.length)) return one;
    if (others === 'drop') return dropped;
    const place = placeOfRow(context.inputs, { file, line });
    if (one !== null) throw unstated(name, place);
    throw new UnfitRow(`This row has no "${by}" to balance by.`, ['by'], {
      place,
      next: 'Fill it, or leave such rows out with "others": "drop".',
    });
  }

  function numbered(name: string): number {
    const number = numberOf(names, name);
    if (number === named.length && number < mostNamed) named.push(name);
    return number;
  }

  function unstated(name: string, place: Place): UserError {
    const near = nearestWord(name, stated ?? []);
    const meant = near === null ? '' : `Did you mean "${near}"? `;
    return new UnfitRow(`"shares" says nothing of ${printValue(name)}.`, ['shares'], {
      place,
      next: `${meant}Add it to "shares", or leave such rows out with "others": "drop".`,
    });
  }

  function chosen(): Choice {
    const next = seededNumbers(context.seed);
    const [kept = 0, left = 0, ...balanced] = sizes;
    const missing = stated?.find((_, index) => balanced[index] === 0);
    if (missing !== undefined && classes.length > kept + left)
      throw new StepProblem(
        `No row has "${missing}" in "${by}": its share cannot be reached.`,
        'Gather such rows, or take the value out of "shares".',
        ['shares', missing],
      );
    const known = balanced.slice(0, stated?.length ?? Infinity);
    const wanted = balancedSizes(known, shares === null ? null : Object.values(shares), method);
    const plan = { had: known, wanted, names: stated ?? named };
    requireSizes(step, plan);
    const balance = balanceReport(stated ?? named, { had: known, wanted, left });
    const warning = balanceWarning(step, plan, balance);
    const needed = [kept, 0, ...wanted];
    switch (method) {
      case 'undersample':
        return { positions: pickRandomly(classes, sizes, needed, next), balance, warning };
      case 'oversample':
        return { positions: repeated(classes, sizes, needed, next), balance, warning };
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
