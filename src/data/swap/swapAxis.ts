import { counterfactualAxes, type CounterfactualAxis } from '../../protocol/mitigationConfig';

/** Axes along which a text can be made one about somebody else, in the order of documents. */
export const swapAxisNames = counterfactualAxes;

export type SwapAxisName = CounterfactualAxis;

/**
 * Where a word of a list counts:
 * - `pronoun`, `title`: wherever it stands.
 * - `word`: unless it is part of a proper name ("Stephen King") or of a compound that means no person ("man-made").
 * - `proper`: unless a proper name goes on behind it ("Muslim Brotherhood").
 * - `adjective`, `noun`: as `proper`; the same spelling may be either, and the context tells which.
 * - `object`, `determiner`, `possessive`: him, his book, it is his; the next word tells which.
 * - `people`: beside a word for persons ("poor man") or said of one ("she is poor").
 * - `years`: a number before "year old" or "years old".
 * - `name`: a first name, unless it stands as a surname.
 */
export type SwapUse =
  | 'pronoun'
  | 'title'
  | 'word'
  | 'proper'
  | 'adjective'
  | 'noun'
  | 'object'
  | 'determiner'
  | 'possessive'
  | 'people'
  | 'years'
  | 'name';

export interface SwapList {
  readonly use: SwapUse;
  /**
   * A line for each idea, a column for each group, "-" where a group has no word for it; all words of a line have as many
   * parts.
   */
  readonly words: string;
}

/** Groups of people and the words that differ when a text is about one instead of another. */
export interface SwapAxis {
  readonly name: SwapAxisName;
  /** In the order of the columns. */
  readonly groups: readonly string[];
  /** Where groups and words come from. */
  readonly source: string;
  readonly lists: readonly SwapList[];
  /** Lines `mum = mom`: the first is swapped as if it were the second, and never comes back. */
  readonly synonyms?: string;
  /** Adjectives, lines as in a list, that stand before any word for a person: what a template asks about. */
  readonly adjectives: string;
  /** With one of these words behind them, words of the axis mean no people: "German shepherd". */
  readonly notBefore?: string;
  /** The same in front: "South American". */
  readonly notAfter?: string;
  /** Behind one of these, and with no noun to follow, an adjective names a language: "spoken in German". */
  readonly notAlone?: string;
}
