import { seededNumbers, shuffled } from '../src/data/seededNumbers';

/** A row about somebody: `who` says "he writes" or "she writes" of the same text. */
export interface PlantedRow {
  readonly text: string;
  readonly label: string;
  readonly who: 'he' | 'she';
}

interface LabelledText {
  readonly text: string;
  readonly label: string;
}

/**
 * Puts a pronoun in front of every text; of rows with `label` a share `share` are about a woman, of all others 1 - share. With
 * 0.5 the pronoun says nothing. The same seed gives the same rows.
 */
export function plantDisparity(
  rows: readonly LabelledText[],
  { label, share, seed }: { readonly label: string; readonly share: number; readonly seed: number },
): PlantedRow[] {
  const next = seededNumbers(seed);
  return shuffled(rows, next).map((row) => {
    const isShe = next() < (row.label === label ? share : 1 - share);
    return asAbout(row, isShe ? 'she' : 'he');
  });
}

/** Every text twice, about a man and about a woman: whatever differs in the answers, differs by the pronoun alone. */
export function aboutBoth(rows: readonly LabelledText[]): PlantedRow[] {
  return rows.flatMap((row) => [asAbout(row, 'he'), asAbout(row, 'she')]);
}

function asAbout({ text, label }: LabelledText, who: PlantedRow['who']): PlantedRow {
  return { text: `${who} writes : ${text}`, label, who };
}
