import type { ValuePath } from './schema';

export function isSamePath(one: ValuePath, other: ValuePath): boolean {
  return one.length === other.length && isWithin(one, other);
}

/** Whether a path leads to a value that another one leads to, or into it. */
export function isWithin(path: ValuePath, holder: ValuePath): boolean {
  return path === holder || holder.every((step, at) => path[at] === step);
}
