import type { PersonalData } from './personalData';

/** Area, group and serial that are given out. */
const number = /(?<![\w.-])(?!000|666|9)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?![\w-]|\.\d)/g;
const context = /\bssn\b|social[ -]security|\bsoc\.? ?sec\b|\btax(?:payer)? id\b/i;
const contextReach = 80;

/** Social security numbers of the United States, where words near them say that they are. */
export function findSocialSecurityNumbers(text: string): readonly PersonalData[] {
  const found: PersonalData[] = [];
  for (const match of text.matchAll(number)) {
    const [start, end] = [match.index, match.index + match[0].length];
    const around = text.slice(Math.max(0, start - contextReach), end + contextReach);
    if (context.test(around)) found.push({ kind: 'ssn', start, end, isReserved: false });
  }
  return found;
}
