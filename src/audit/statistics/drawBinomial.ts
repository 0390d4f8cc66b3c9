import { logChoose } from '../../data/statistics/logFactorial';
import { searchOutwards } from './searchOutwards';

/** Successes of so many trials, exact. */
export function drawBinomial(trials: number, probability: number, next: () => number): number {
  if (trials === 0 || probability <= 0) return 0;
  if (probability >= 1) return trials;
  const mode = Math.min(trials, Math.floor((trials + 1) * probability));
  const odds = probability / (1 - probability);
  const logAtMode =
    logChoose(trials, mode) +
    mode * Math.log(probability) +
    (trials - mode) * Math.log1p(-probability);
  return searchOutwards(
    { low: 0, high: trials, mode, atMode: Math.exp(logAtMode) },
    (count) => ((trials - count) / (count + 1)) * odds,
    next,
  );
}
