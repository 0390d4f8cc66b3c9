import { exactInterval } from '../../src/audit/statistics/intervals';

/** What a simulated report says of one figure. */
export interface SimulatedFigure {
  readonly name: string;
  /** The figure itself with its interval. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether it is called a disparity, or a change. */
  readonly isAlarm: boolean;
  readonly pValue: number | null;
  /** What would be 0 without a disparity, with its interval. */
  readonly none: { readonly low: number; readonly high: number } | null;
}

interface Tally {
  readonly values: (readonly [value: number, low: number, high: number])[];
  tested: number;
  small: number;
  alarms: number;
  judged: number;
  withoutNone: number;
}

/**
 * Reports about data sets without a disparity: how often they find one, figure by figure and as a whole.
 * @param after the seeds are those that follow it
 */
export async function printNullRates(
  name: string,
  sets: number,
  report: (seed: number) => Promise<readonly SimulatedFigure[]>,
  after = 0,
): Promise<void> {
  const started = process.cpuUsage();
  const tallies = new Map<string, Tally>();
  let [alarms, unadjusted] = [0, 0];
  for (let seed = after + 1; seed <= after + sets; seed += 1) {
    const figures = await report(seed);
    if (figures.some(({ isAlarm }) => isAlarm)) alarms += 1;
    if (figures.some(({ pValue }) => pValue !== null && pValue <= 0.05)) unadjusted += 1;
    for (const figure of figures) add(tallies, figure);
  }
  const { user } = process.cpuUsage(started);
  console.log(
    `${name}: false alarm in ${shareOf(alarms, sets)} of ${sets} reports (seeds ${after + 1} to ${after + sets}); any p <= .05 without adjustment in ${shareOf(unadjusted, sets)}; ${(user / 1e3 / sets).toFixed(0)} ms each`,
  );
  for (const [figure, tally] of tallies) console.log(`  ${figure}: ${wordsOf(tally)}`);
}

function add(tallies: Map<string, Tally>, figure: SimulatedFigure): void {
  const { name, value, low, high, isAlarm, pValue, none } = figure;
  const tally = tallies.get(name) ?? {
    ...{ values: [], tested: 0, small: 0, alarms: 0, judged: 0, withoutNone: 0 },
  };
  tallies.set(name, tally);
  if (value !== null && low !== null && high !== null) tally.values.push([value, low, high]);
  if (pValue === null) return;
  tally.tested += 1;
  if (pValue <= 0.01) tally.small += 1;
  if (isAlarm) tally.alarms += 1;
  if (none === null) return;
  tally.judged += 1;
  if (none.low > 0 || none.high < 0) tally.withoutNone += 1;
}

function wordsOf({ values, tested, small, alarms, judged, withoutNone }: Tally): string {
  const percent = (count: number, of: number): string =>
    of === 0 ? '-' : `${((100 * count) / of).toFixed(2)} %`;
  // The mean of all data sets stands for the truth.
  const truth = values.reduce((sum, [value]) => sum + value, 0) / values.length;
  const missed = values.filter(([, low, high]) => low > truth || high < truth).length;
  return `${alarms} alarms, p <= .01 in ${percent(small, tested)} of ${tested}, interval without 0 in ${percent(withoutNone, judged)}, that of the figure without its mean ${truth.toFixed(3)} in ${percent(missed, values.length)}`;
}

/** `3.4 % (2.4 to 4.7)`: a share with its exact 95 % interval. */
export function shareOf(count: number, of: number): string {
  const [low, high] = exactInterval(count, of);
  return `${((100 * count) / of).toFixed(1)} % (${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)})`;
}
