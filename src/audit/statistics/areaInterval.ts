import type { Interval } from './intervals';
import { usualZ } from './normalQuantile';

/** So many rows on the smaller side, and the measured variance counts as much as that of the model. */
const halfWeight = 100;

/**
 * 95 % interval of an area under a ROC curve: the areas that lie no further from the observed one than z of their own standard errors
 * (Newcombe 2006, method 5). Their variance is that of Hanley and McNeil (1982) with sides of the same mean size, brought towards the
 * measured one the more, the more rows there are, and never below it where that is larger. With few rows near an area of 1 the measured
 * variance alone is too small as often as not, and an interval from it misses the area in 8 to 10 %.
 * @param variance the measured one (DeLong); 0 where it says nothing
 */
export function areaInterval(
  value: number,
  { positives, negatives, variance }: AreaSides & { readonly variance: number },
  z = usualZ,
): Interval {
  const model = modelVariance(value, { positives, negatives });
  const measured = variance > 0 && model > 0 ? variance / model : 1;
  const few = Math.min(positives, negatives);
  const scale = measured > 1 ? measured : measured ** (few / (few + halfWeight));
  const isFar = (area: number): boolean =>
    Math.abs(area - value) > z * Math.sqrt(scale * modelVariance(area, { positives, negatives }));
  return [value <= 0 ? 0 : nearest(0, value, isFar), value >= 1 ? 1 : nearest(1, value, isFar)];
}

interface AreaSides {
  /** Rows of either kind, effective ones where texts repeat. */
  readonly positives: number;
  readonly negatives: number;
}

function modelVariance(area: number, { positives, negatives }: AreaSides): number {
  const others = Math.max(0, (positives + negatives) / 2 - 1);
  const pairs = 1 + others * ((1 - area) / (2 - area) + area / (1 + area));
  return (area * (1 - area) * pairs) / (positives * negatives);
}

/** The area that is just not too far, between one that is and the observed one. */
function nearest(far: number, value: number, isFar: (area: number) => boolean): number {
  let [outer, inner] = [far, value];
  for (let halving = 0; halving < 40; halving += 1) {
    const middle = (outer + inner) / 2;
    if (isFar(middle)) outer = middle;
    else inner = middle;
  }
  return inner;
}
