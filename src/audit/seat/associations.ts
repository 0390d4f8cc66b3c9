/** Vectors one after another, [count, width]. */
export interface Vectors {
  readonly values: Float32Array | Float64Array;
  readonly width: number;
}

/** The four sets of an association test, as vectors. */
export interface SeatVectors {
  readonly targ1: Vectors;
  readonly targ2: Vectors;
  readonly attr1: Vectors;
  readonly attr2: Vectors;
}

/** s(w) of every target: how much closer it is to the first attributes than to the second. */
export interface Associations {
  readonly targ1: Float64Array;
  readonly targ2: Float64Array;
}

/**
 * s(w, A, B) = mean over a of cos(w, a) - mean over b of cos(w, b) (Caliskan et al. 2017), in float64. A mean of cosines is
 * the product with the mean of unit vectors, which makes the cost linear in the number of texts.
 * @returns null where a vector has no direction
 */
export function associations(vectors: SeatVectors): Associations | null {
  const unit = unitSets(vectors);
  if (unit === null) return null;
  const { width } = vectors.targ1;
  const [one, other] = [meanOf(unit.attr1, width), meanOf(unit.attr2, width)];
  const axis = one.map((value, column) => value - (other[column] ?? 0));
  return {
    targ1: products(unit.targ1, width, axis),
    targ2: products(unit.targ2, width, axis),
  };
}

interface UnitSets {
  readonly targ1: Float64Array;
  readonly targ2: Float64Array;
  readonly attr1: Float64Array;
  readonly attr2: Float64Array;
}

/** All vectors with length 1; null where one has no direction. */
function unitSets({ targ1, targ2, attr1, attr2 }: SeatVectors): UnitSets | null {
  const [a, b, c, d] = [unit(targ1), unit(targ2), unit(attr1), unit(attr2)];
  if (a === null || b === null || c === null || d === null) return null;
  return { targ1: a, targ2: b, attr1: c, attr2: d };
}

function meanOf(vectors: Float64Array, width: number): Float64Array {
  const mean = new Float64Array(width);
  for (let at = 0; at < vectors.length; at += 1)
    mean[at % width] = (mean[at % width] ?? 0) + (vectors[at] ?? 0);
  return mean.map((sum) => (sum * width) / vectors.length);
}

/** The product of each vector with `axis`. */
function products(vectors: Float64Array, width: number, axis: Float64Array): Float64Array {
  return Float64Array.from({ length: vectors.length / width }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < width; column += 1)
      sum += (vectors[row * width + column] ?? 0) * (axis[column] ?? 0);
    return sum;
  });
}

function unit({ values, width }: Vectors): Float64Array | null {
  const result = Float64Array.from(values);
  for (let start = 0; start < result.length; start += width) {
    let squares = 0;
    for (let at = start; at < start + width; at += 1) squares += (result[at] ?? 0) ** 2;
    const length = Math.sqrt(squares);
    if (!(length > 0 && Number.isFinite(length))) return null;
    for (let at = start; at < start + width; at += 1) result[at] = (result[at] ?? 0) / length;
  }
  return result;
}
