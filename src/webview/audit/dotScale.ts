/** Where values stand on the axis that all rows of a dot plot share. Pure. */
export interface DotScale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** What one row spans. */
interface Spread {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly band: readonly [number, number] | null;
}

const nTicks = 5;

/** An axis that holds every value, interval and band, ends on ticks, and shows zero where that is near. */
export function dotScale(rows: readonly Spread[]): DotScale {
  const all = rows
    .flatMap(({ value, low, high, band }) => [value, low, high, ...(band ?? [])])
    .filter((each): each is number => each !== null && Number.isFinite(each));
  if (all.length === 0) return { from: 0, to: 1, ticks: [0, 0.5, 1] };
  let [least, most] = [Math.min(...all), Math.max(...all)];
  if (least > 0 && least < (most - least) * 1.5) least = 0;
  if (most < 0 && -most < (most - least) * 1.5) most = 0;
  if (most - least < 1e-9) [least, most] = [least - 0.05, most + 0.05];
  const distance = tickDistance((most - least) / (nTicks - 1));
  const first = Math.floor(least / distance + 1e-9);
  const last = Math.ceil(most / distance - 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * distance).toPrecision(12)),
  );
  return { from: ticks[0] ?? 0, to: ticks.at(-1) ?? 1, ticks };
}

/** From 0 to 100 along the axis. */
export function percentOf({ from, to }: DotScale, value: number): number {
  return Number(((100 * (value - from)) / (to - from)).toFixed(3));
}

function tickDistance(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return [1, 2, 5, 10].map((each) => each * power).find((each) => each >= atLeast * 0.999) ?? power;
}
