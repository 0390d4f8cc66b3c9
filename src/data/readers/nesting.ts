/** Values nested deeper are no data: tables of most tools stop long before, and printing them takes all of the stack. */
export const mostDepth = 128;

/** Whether lists and objects stand in one another more than `mostDepth` deep, the value itself counted. */
export function isTooDeep(value: object, depth = 1): boolean {
  if (depth > mostDepth) return true;
  const inner: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return inner.some(
    (each) => typeof each === 'object' && each !== null && isTooDeep(each, depth + 1),
  );
}
