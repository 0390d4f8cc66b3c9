import { formatDuration, formatNumber } from '../../protocol/formatNumber';
import type { XAxis } from './curves';

/** Distances between ticks that read well on each axis; time in seconds. */
const durations = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200,
  86400, 172800, 604800,
];

/** Candidate distances between x ticks, ascending. */
export function tickDistances(axis: XAxis): number[] {
  if (axis === 'time') return durations;
  const smallest = axis === 'step' ? 0 : -3;
  const powers = Array.from({ length: 12 - smallest }, (_, index) => index + smallest);
  return powers.flatMap((power) => [1, 2, 5].map((factor) => Number(`${factor}e${power}`)));
}

/** The crosshair's position in words: `step 412`, `epoch 1.65`, `1 m 12 s`. */
export function describePosition(axis: XAxis, value: number): string {
  if (axis === 'time') return formatDuration(value);
  return axis === 'step'
    ? `step ${Math.round(value).toLocaleString('en-US')}`
    : `epoch ${formatNumber(value)}`;
}

/** Ticks of a logarithmic axis: 1, 2, 5 of each power while they fit, else powers alone. */
export function logTicks(min: number, max: number, nMost: number): number[] {
  if (!(min > 0) || !(max > min)) return [];
  const lowest = Math.floor(Math.log10(min));
  const highest = Math.ceil(Math.log10(max));
  const nPowers = highest - lowest + 1;
  const factors = nPowers * 3 <= nMost * 2 ? [1, 2, 5] : [1];
  const stride = factors.length === 1 ? Math.max(1, Math.ceil(nPowers / nMost)) : 1;
  const ticks: number[] = [];
  for (let power = lowest; power <= highest; power += stride) {
    for (const factor of factors) ticks.push(Number(`${factor}e${power}`));
  }
  const inside = ticks.filter((tick) => tick >= min && tick <= max);
  return inside.length >= 2 ? inside : evenTicks(min, max);
}

/** A span of less than a factor of two holds too few powers: evenly spaced numbers label it. */
function evenTicks(min: number, max: number): number[] {
  const distance = tickDistance((max - min) / 4);
  const first = Math.ceil(min / distance);
  const last = Math.floor(max / distance);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    Number(((first + index) * distance).toPrecision(12)),
  );
}

function tickDistance(atLeast: number): number {
  const power = 10 ** Math.floor(Math.log10(atLeast));
  return (
    [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= atLeast) ?? power * 10
  );
}
