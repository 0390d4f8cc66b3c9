import type { ValuePath } from '../schemas/schema';

/** A path as people write it: `messages[2].content`; null for the row itself. */
export function printPath(path: ValuePath): string | null {
  if (path.length === 0) return null;
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\p{L}\p{N}_$ -]+$/u.test(step)) text += text === '' ? step : `.${step}`;
    else text += text === '' ? step : `[${JSON.stringify(step)}]`;
  }
  return text;
}
