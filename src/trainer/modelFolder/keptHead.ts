import { listLabels } from '../../data/declaredLabels';
import { areGeneric } from './labels';

/** How a trained classification head goes on in a run. */
export interface KeptHead {
  /** For each label of the run, in the order of ids, its row in the head's parameters. */
  readonly rows: readonly number[];
  /** Rows that the head's parameters have. */
  readonly count: number;
}

/** Whose labels a run has; see LoadOptions. */
interface Asked {
  readonly labels: readonly string[] | null;
  readonly declared?: readonly string[] | null;
}

/**
 * The head is kept when its outputs mean the wanted labels, when all declared ones are among them, or when nobody ever named
 * them. Null: it starts untrained.
 * @param own the labels that the model's config names
 * @param labelCount rows of the head's parameters
 */
export function keptHead(
  { labels: wanted, declared = null }: Asked,
  labels: readonly string[],
  { own, labelCount }: { readonly own: readonly string[] | null; readonly labelCount: number },
): KeptHead | null {
  const inOrder = { rows: labels.map((_, row) => row), count: labels.length };
  const isNamed = own !== null && own.length === labelCount && !areGeneric(own);
  if (isNamed && declared !== null) {
    const rows = labels.map((label) => own.indexOf(label));
    return rows.includes(-1) ? null : { rows, count: labelCount };
  }
  if (wanted === null && declared === null) return inOrder;
  if (labels.length !== labelCount) return null;
  const fits =
    own === null || areEqual(own, labels) || (own.length === labelCount && areGeneric(own));
  return fits ? inOrder : null;
}

/** The rows of a parameter of the head that are kept, float32 [labels, …]. */
export function pickRows(values: Float32Array, { rows, count }: KeptHead): Float32Array {
  if (rows.length === count && rows.every((from, to) => from === to)) return values;
  const width = values.length / count;
  const picked = new Float32Array(rows.length * width);
  for (const [to, from] of rows.entries())
    picked.set(values.subarray(from * width, (from + 1) * width), to * width);
  return picked;
}

/** What became of a trained head, where it is another one in this run. */
export function headNotes(
  own: readonly string[],
  labels: readonly string[],
  kept: KeptHead | null,
): string[] {
  if (kept === null)
    return [
      `The head starts anew: the model tells ${listLabels(own)} apart, this run ${listLabels(labels)}.`,
    ];
  if (areEqual(own, labels) || areGeneric(own)) return [];
  const ids = labels.map((label, id) => `${id} = "${label}"`).join(', ');
  return [`The head goes on with the ids of "data.labels": ${ids}.`];
}

function areEqual(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((label, id) => label === other[id]);
}
