import { quantile } from '../../data/statistics/quantiles';
import type { RateName } from '../groups/rates';
import type { Interval } from '../statistics/intervals';
import type { Pace } from '../statistics/pace';
import type { ChangeFigure } from './changeFigures';
import { distanceChange } from './distanceChange';
import type { UnderEither } from './distanceChange';
import { gapChange } from './gapChange';
import type { DrawnRate } from './gapChange';
import { resampledTable } from './pairedRows';
import type { PairedRows } from './pairedRows';
import { tableRate, tableRows } from './pairedTable';
import type { Model, PairedTable } from './pairedTable';

interface BootstrapOptions {
  readonly resamples: number;
  readonly next: () => number;
  readonly pace: Pace;
}

/** What a figure's interval is made of: one value of a table under either model. */
type Value = (table: PairedTable, model: Model) => number;

/**
 * 95 % intervals of how the sizes of figures changed, from a bootstrap of pairs within groups. Sizes of one group are percentiles; those of
 * distances and gaps, which noise makes larger, come from regions of the differences that they are made of.
 * @returns null for a figure that is undefined in most resamples. [figures]
 */
export async function changeIntervals(
  figures: readonly ChangeFigure[],
  paired: PairedRows,
  options: BootstrapOptions,
): Promise<(Interval | null)[]> {
  const rates = new Map<string, Value>();
  for (const { over } of figures)
    for (const part of over?.gap.parts ?? [])
      for (const group of over?.groups ?? [])
        rates.set(rateKey(part, group), (table, model) => tableRate(table, model, part, [group]));
  const own = figures.map((figure) =>
    figure.over === undefined ? (figure.difference ?? figure.size) : null,
  );
  const values = [...rates.values(), ...own.filter((each) => each !== null)];
  const drawn = await resampled(values, paired, options);
  const rateOf = new Map([...rates.keys()].map((key, place) => [key, drawn[place]] as const));
  const intervals: (Interval | null)[] = [];
  let place = rates.size;
  for (const figure of figures) {
    if (options.pace.isDue()) await options.pace.rest();
    if (figure.over === undefined) {
      intervals.push(ownInterval(figure, paired.table, drawn[place]));
      place += 1;
    } else intervals.push(gapInterval(figure.over, paired.table, rateOf));
  }
  return intervals;
}

function ownInterval(
  { difference }: ChangeFigure,
  table: PairedTable,
  drawn: UnderEither<Float64Array> | undefined,
): Interval | null {
  if (drawn === undefined) return null;
  if (difference === undefined) return percentiles(drawn);
  const observed = { before: difference(table, 'before'), after: difference(table, 'after') };
  return distanceChange(observed, drawn);
}

function gapInterval(
  { gap, groups }: NonNullable<ChangeFigure['over']>,
  table: PairedTable,
  drawn: ReadonlyMap<string, UnderEither<Float64Array> | undefined>,
): Interval | null {
  const under = (model: Model): DrawnRate[][] =>
    gap.parts.map((part) =>
      groups.map((group) => ({
        value: tableRate(table, model, part, [group]),
        drawn: drawn.get(rateKey(part, group))?.[model] ?? new Float64Array(),
        rows: tableRows(table, part, group),
      })),
    );
  return gapChange(gap, { before: under('before'), after: under('after') });
}

function rateKey(name: RateName, group: number): string {
  return `${name}/${group}`;
}

async function resampled(
  values: readonly Value[],
  paired: PairedRows,
  { resamples, next, pace }: BootstrapOptions,
): Promise<UnderEither<Float64Array>[]> {
  const drawn = values.map(() => ({
    before: new Float64Array(resamples),
    after: new Float64Array(resamples),
  }));
  const into = new Float64Array(paired.table.length);
  for (let resample = 0; resample < resamples && values.length > 0; resample += 1) {
    resampledTable(paired, into, next);
    for (const [index, value] of values.entries()) {
      const of = drawn[index];
      if (of === undefined) continue;
      of.before[resample] = value(into, 'before');
      of.after[resample] = value(into, 'after');
    }
    if (pace.isDue()) await pace.rest();
  }
  return drawn;
}

function percentiles({ before, after }: UnderEither<Float64Array>): Interval | null {
  const changes = after.map((value, draw) => value - (before[draw] ?? NaN));
  const values = changes.filter((each) => Number.isFinite(each)).sort();
  if (values.length <= changes.length / 2) return null;
  return [quantile(values, 0.025), quantile(values, 0.975)];
}
