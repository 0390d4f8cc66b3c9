import { seatId } from '../../audit/seat/auditSeat';
import { builtInAssociations } from '../../audit/seat/builtInAssociations';
import { builtInTemplates } from '../../audit/templates/templateSuite';
import { swapAxisNames } from '../../data/swap/swapAxis';
import { UserError } from '../../protocol/errors';
import { nearestWord } from '../../protocol/nearestWord';

/** Which of the suites that ship are asked, by the id that their checks have. */
export type IsWanted = (id: string) => boolean;

const builtInKinds = ['swap', 'template', 'seat'] as const;

type BuiltInKind = (typeof builtInKinds)[number];

/**
 * What --built-in chooses: kinds (`swap`), single suites by their id (`template/sentiment`), with commas between, or `none`.
 * @param usual kinds that are asked where the flag is not given
 * @throws UserError for a name that is none of these
 */
export function wantedSuites(text: string | null, usual: readonly BuiltInKind[]): IsWanted {
  if (text === null) return (id) => usual.some((kind) => id.startsWith(`${kind}/`));
  const names = text.split(',').map((name) => name.trim());
  if (names.length === 1 && names[0] === 'none') return () => false;
  const known = [...builtInKinds, ...builtInIds()];
  for (const name of names) if (!known.includes(name)) throw unknownSuite(name, known);
  return (id) => names.some((name) => id === name || id.startsWith(`${name}/`));
}

function builtInIds(): string[] {
  return [
    ...swapAxisNames.map((axis) => `swap/${axis}`),
    ...builtInTemplates().map(({ id }) => id),
    ...builtInAssociations().map(({ path }) => seatId(path)),
  ];
}

function unknownSuite(name: string, known: readonly string[]): UserError {
  if (name === 'none')
    return new UserError('--built-in none stands alone.', {
      next: 'Leave "none" out to ask the suites that you name.',
    });
  const near = nearestWord(name, known);
  return new UserError(`No suite that ships is called "${name.slice(0, 60)}".`, {
    next: `${near === null ? '' : `Did you mean ${near}? `}Write --built-in none, or kinds and ids with commas between: ${builtInKinds.join(', ')}, swap/gender, template/sentiment, seat/gender-career.`,
  });
}
