// The SIMD form of fillMask in dropoutMask.ts: the same words, the same bits.

// @ts-ignore: decorator
@inline
function mix(word: v128): v128 {
  let x = v128.xor(word, i32x4.shr_u(word, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/** Writes `count` elements at `at`, both multiples of 8 elements: 0 below the threshold, else `kept`. */
export function fillMask(at: usize, count: i32, key: i32, threshold: i32, kept: f32): void {
  const limit = i32x4.splat(threshold);
  const value = f32x4.splat(kept);
  const low = i32x4.splat(0xffff);
  const four = i32x4.splat(4);
  let counter = i32x4.add(i32x4(0, 1, 2, 3), i32x4.splat(key));
  const end = at + (<usize>count << 2);
  for (; at < end; at += 32) {
    const word = mix(counter);
    v128.store(at, v128.andnot(value, i32x4.lt_s(v128.and(word, low), limit)));
    v128.store(at, v128.andnot(value, i32x4.lt_s(i32x4.shr_u(word, 16), limit)), 16);
    counter = i32x4.add(counter, four);
  }
}
