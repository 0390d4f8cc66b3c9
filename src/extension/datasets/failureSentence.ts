import { UserError } from '../../protocol/errors';
import { formatCount } from '../../protocol/formatNumber';

/** What went wrong with a dataset, where in it, and what to do: `Line 3: …`. */
export function failureSentence(error: unknown): string {
  if (error instanceof UserError) {
    const { place, message, next } = error;
    const line = place?.line === undefined ? '' : `Line ${formatCount(place.line)}: `;
    return `${line}${message}${next === undefined ? '' : ` ${next}`}`;
  }
  return error instanceof Error ? error.message : String(error);
}
