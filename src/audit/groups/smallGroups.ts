import type { GroupSet } from './groupSet';

/** Why a figure that is over all groups has no verdict. @param needed of each group, such as "30 rows" */
export function saysLittle(needed: string, small: readonly number[], set: GroupSet): string {
  return `Groups with fewer than ${needed} are in it, so it says little: ${namesOf(small, set)}.`;
}

/** `"a", "b"` */
export function namesOf(groups: readonly number[], { names }: GroupSet): string {
  return groups.map((group) => `"${names[group] ?? ''}"`).join(', ');
}
