import { labelNames, textNames } from '../protocol/fieldNames';
import type { GroupSource } from '../protocol/mitigationConfig';
import type { WrittenRunConfig } from './definition';
import type { Finding } from './problem';

/** Columns of groups that the config itself shows to be the texts or the labels; what only the data show, a run refuses. */
export function findGroupColumns({ data, mitigation, evaluation }: WrittenRunConfig): Finding[] {
  const named: [Finding['path'], GroupSource | null][] = [
    [['mitigation', 'groups'], mitigation?.groups ?? null],
    ...(evaluation.audit?.groups ?? []).map((source, at): [Finding['path'], GroupSource] => [
      ['evaluation', 'audit', 'groups', at],
      source,
    ]),
  ];
  return named.flatMap(([path, source]) => {
    if (typeof source !== 'string') return [];
    const held = heldBy(source, data.fields);
    if (held === null) return [];
    const { message, next } = ownColumn(source, held);
    return [{ code: 'combination', path, at: 'value', message, next }];
  });
}

/** Why a column that training itself reads cannot tell groups of people apart, and what to do. */
export function ownColumn(
  name: string,
  held: 'text' | 'label',
): { readonly message: string; readonly next: string } {
  const next = `Name a column that says whom a row is about; if another holds the ${held}s, say so in "data.fields.${held}".`;
  const why =
    held === 'label'
      ? 'groups of equal labels differ in them by their making'
      : 'each of its values is about one row';
  return { message: `The column "${name}" holds the ${held}s: ${why}.`, next };
}

/** note: as columns are recognised: by what the config names, else by names that say it, of which there may be only one. */
function heldBy(
  name: string,
  { text, label }: WrittenRunConfig['data']['fields'],
): 'text' | 'label' | null {
  if (name === label) return 'label';
  if (name === text) return 'text';
  const plain = name.toLowerCase();
  if (label === null && labelNames.includes(plain)) return 'label';
  return text === null && textNames.includes(plain) ? 'text' : null;
}
