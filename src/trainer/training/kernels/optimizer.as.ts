// SIMD kernels of the optimiser, in AssemblyScript: they work on the memory they are given, in place.
// AdamW follows torch.optim.AdamW (Loshchilov & Hutter, 2019), one pass over parameters and moments:
//   p = p * (1 - lr * decay);  m = m + (1 - b1) * (g - m);  v = b2 * v + (1 - b2) * g * g
//   p = p - (lr / (1 - b1^t)) * m / (sqrt(v) / sqrt(1 - b2^t) + eps)
// Rows of a lookup table whose gradient is zero are caught up later, step by step, by the same arithmetic: the
// bits are those of the dense update, without its memory traffic.

/** Moments below this are zero: 2^-100 moves no float32 parameter, and subnormal arithmetic is 50 times slower. */
const tiny: f32 = 7.888609052210118e-31;

/** Per step and table, as the catching-up reads it: 1 - lr * decay, lr / (1 - b1^t), 1 / sqrt(1 - b2^t). */
const factorBytes: usize = 12;

const beta1: f32 = 0.9;
const beta2: f32 = 0.999;
const epsilon: f32 = 1e-8;

/** Squares of four floats, added to four sums in double precision: two vectors of two. */
// @ts-ignore: decorators are AssemblyScript's
@inline
function addLowSquares(sums: v128, four: v128): v128 {
  const low = f64x2.promote_low_f32x4(four);
  return f64x2.add(sums, f64x2.mul(low, low));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function addHighSquares(sums: v128, four: v128): v128 {
  return addLowSquares(sums, i64x2.shuffle(four, four, 1, 1));
}

/** Sum of squares in double precision, always in the same order; not finite when any value is not. */
export function squaredNorm(at: usize, count: i32): f64 {
  // note: eight independent chains hide the latency of the additions.
  let a = f64x2.splat(0), b = f64x2.splat(0), c = f64x2.splat(0), d = f64x2.splat(0);
  let e = f64x2.splat(0), f = f64x2.splat(0), g = f64x2.splat(0), h = f64x2.splat(0);
  const end = at + (<usize>count << 2);
  const vectorEnd = at + ((<usize>count & ~15) << 2);
  for (; at < vectorEnd; at += 64) {
    const p = v128.load(at), q = v128.load(at, 16), r = v128.load(at, 32), s = v128.load(at, 48);
    a = addLowSquares(a, p);
    b = addHighSquares(b, p);
    c = addLowSquares(c, q);
    d = addHighSquares(d, q);
    e = addLowSquares(e, r);
    f = addHighSquares(f, r);
    g = addLowSquares(g, s);
    h = addHighSquares(h, s);
  }
  const half = f64x2.add(f64x2.add(a, b), f64x2.add(c, d));
  const both = f64x2.add(half, f64x2.add(f64x2.add(e, f), f64x2.add(g, h)));
  let sum = f64x2.extract_lane(both, 0) + f64x2.extract_lane(both, 1);
  for (; at < end; at += 4) {
    const one = <f64>load<f32>(at);
    sum += one * one;
  }
  return sum;
}

/** sums += values */
export function add(sums: usize, values: usize, count: i32): void {
  const end = sums + (<usize>count << 2);
  const vectorEnd = sums + ((<usize>count & ~3) << 2);
  for (; sums < vectorEnd; sums += 16, values += 16) {
    v128.store(sums, f32x4.add(v128.load(sums), v128.load(values)));
  }
  for (; sums < end; sums += 4, values += 4) store<f32>(sums, load<f32>(sums) + load<f32>(values));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function flushTiny(x: v128): v128 {
  return v128.and(x, f32x4.ge(f32x4.abs(x), f32x4.splat(tiny)));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function firstMoment(m: v128, g: v128): v128 {
  return flushTiny(f32x4.add(m, f32x4.mul(f32x4.splat(1 - beta1), f32x4.sub(g, m))));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function secondMoment(v: v128, g: v128): v128 {
  const squared = f32x4.mul(f32x4.mul(g, g), f32x4.splat(1 - beta2));
  return flushTiny(f32x4.add(f32x4.mul(v, f32x4.splat(beta2)), squared));
}

// @ts-ignore: decorators are AssemblyScript's
@inline
function moved(p: v128, m: v128, v: v128, keep: v128, rate: v128, correction: v128): v128 {
  const scale = f32x4.add(f32x4.mul(f32x4.sqrt(v), correction), f32x4.splat(epsilon));
  return f32x4.sub(f32x4.mul(p, keep), f32x4.div(f32x4.mul(rate, m), scale));
}

/**
 * One AdamW step over `count` parameters; the gradient counts `scale` times (clipping).
 * The arrays must have room up to a multiple of four.
 */
export function adamW(
  p: usize, g: usize, m: usize, v: usize, count: i32,
  scale: f32, keep: f32, rate: f32, correction: f32,
): void {
  const scales = f32x4.splat(scale);
  const keeps = f32x4.splat(keep);
  const rates = f32x4.splat(rate);
  const corrections = f32x4.splat(correction);
  const end = p + (<usize>count << 2);
  for (; p < end; p += 16, g += 16, m += 16, v += 16) {
    const gradient = f32x4.mul(v128.load(g), scales);
    const newM = firstMoment(v128.load(m), gradient);
    const newV = secondMoment(v128.load(v), gradient);
    v128.store(m, newM);
    v128.store(v, newV);
    v128.store(p, moved(v128.load(p), newM, newV, keeps, rates, corrections));
  }
}

/** Rows of a table as a batch asks for them: out[i] = table[ids[i]]. */
export function gatherRows(table: usize, ids: usize, out: usize, count: i32, rowBytes: usize): void {
  for (let i = 0; i < count; i++, ids += 4, out += rowBytes) {
    memory.copy(out, table + <usize>load<i32>(ids) * rowBytes, rowBytes);
  }
}

/**
 * Adds gradient rows to one sum per id, in the order of the rows. `slots` holds for every id of the table its
 * place in `sums`, counted from 1, or 0; `used` lists the ids that have one. Returns how many have one now.
 */
export function sumRows(
  rows: usize, ids: usize, count: i32, columns: i32,
  slots: usize, used: usize, sums: usize, usedCount: i32,
): i32 {
  const rowBytes = <usize>columns << 2;
  for (let i = 0; i < count; i++, ids += 4, rows += rowBytes) {
    const id = load<i32>(ids);
    const slotAt = slots + (<usize>id << 2);
    const slot = load<i32>(slotAt);
    if (slot == 0) {
      store<i32>(used + (<usize>usedCount << 2), id);
      memory.copy(sums + <usize>usedCount * rowBytes, rows, rowBytes);
      store<i32>(slotAt, ++usedCount);
    } else {
      add(sums + <usize>(slot - 1) * rowBytes, rows, columns);
    }
  }
  return usedCount;
}

/** Applies the steps between two places in the factors, with gradient zero, to a row that has moments. */
function catchUpActive(p: usize, m: usize, v: usize, rowBytes: usize, first: usize, last: usize): void {
  const zero = f32x4.splat(0);
  const end = p + rowBytes;
  // note: two independent chains hide the latency of square root and division.
  for (; p + 32 <= end; p += 32, m += 32, v += 32) {
    let p0 = v128.load(p), p1 = v128.load(p, 16);
    let m0 = v128.load(m), m1 = v128.load(m, 16);
    let v0 = v128.load(v), v1 = v128.load(v, 16);
    for (let at = first; at < last; at += factorBytes) {
      const keep = v128.load32_splat(at);
      const rate = v128.load32_splat(at, 4);
      const correction = v128.load32_splat(at, 8);
      m0 = firstMoment(m0, zero);
      m1 = firstMoment(m1, zero);
      v0 = secondMoment(v0, zero);
      v1 = secondMoment(v1, zero);
      p0 = moved(p0, m0, v0, keep, rate, correction);
      p1 = moved(p1, m1, v1, keep, rate, correction);
    }
    v128.store(p, p0); v128.store(p, p1, 16);
    v128.store(m, m0); v128.store(m, m1, 16);
    v128.store(v, v0); v128.store(v, v1, 16);
  }
  for (; p < end; p += 16, m += 16, v += 16) {
    let p0 = v128.load(p), m0 = v128.load(m), v0 = v128.load(v);
    for (let at = first; at < last; at += factorBytes) {
      m0 = firstMoment(m0, zero);
      v0 = secondMoment(v0, zero);
      p0 = moved(p0, m0, v0, v128.load32_splat(at), v128.load32_splat(at, 4), v128.load32_splat(at, 8));
    }
    v128.store(p, p0);
    v128.store(m, m0);
    v128.store(v, v0);
  }
}

/** The same for a row without moments: only the decay moves it. */
function catchUpPassive(p: usize, rowBytes: usize, first: usize, last: usize): void {
  const end = p + rowBytes;
  for (; p + 64 <= end; p += 64) {
    let a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
    for (let at = first; at < last; at += factorBytes) {
      const keep = v128.load32_splat(at);
      a = f32x4.mul(a, keep);
      b = f32x4.mul(b, keep);
      c = f32x4.mul(c, keep);
      d = f32x4.mul(d, keep);
    }
    v128.store(p, a); v128.store(p, b, 16); v128.store(p, c, 32); v128.store(p, d, 48);
  }
  for (; p < end; p += 16) {
    let a = v128.load(p);
    for (let at = first; at < last; at += factorBytes) a = f32x4.mul(a, v128.load32_splat(at));
    v128.store(p, a);
  }
}

/**
 * Brings rows up to `step` (a place in `factors`). `state` holds two int32 a row: the place it stands at, and
 * whether it has moments. Without `ids` the rows are 0 to count. Rows are a multiple of 4 columns.
 */
export function catchUpRows(
  p: usize, m: usize, v: usize, ids: usize, count: i32, rowBytes: usize,
  state: usize, factors: usize, step: i32,
): void {
  const last = factors + <usize>step * factorBytes;
  for (let i = 0; i < count; i++) {
    const id: usize = ids == 0 ? <usize>i : <usize>load<i32>(ids + (<usize>i << 2));
    const stateAt = state + (id << 3);
    const from = load<i32>(stateAt);
    if (from == step) continue;
    const first = factors + <usize>from * factorBytes;
    const offset = id * rowBytes;
    if (load<i32>(stateAt, 4) != 0) catchUpActive(p + offset, m + offset, v + offset, rowBytes, first, last);
    else catchUpPassive(p + offset, rowBytes, first, last);
    store<i32>(stateAt, step);
  }
}

/** The step itself for the rows that have a gradient; they must have been caught up. Clears their slots. */
export function adamWRows(
  p: usize, m: usize, v: usize, sums: usize, used: usize, usedCount: i32, columns: i32,
  slots: usize, state: usize, step: i32,
  scale: f32, keep: f32, rate: f32, correction: f32,
): void {
  const rowBytes = <usize>columns << 2;
  for (let i = 0; i < usedCount; i++, used += 4, sums += rowBytes) {
    const id = <usize>load<i32>(used);
    const offset = id * rowBytes;
    adamW(p + offset, sums, m + offset, v + offset, columns, scale, keep, rate, correction);
    store<i32>(slots + (id << 2), 0);
    store<i32>(state + (id << 3), step + 1);
    store<i32>(state + (id << 3), 1, 4);
  }
}
