/** How a word is put into sentences. */
export type WordUse = 'name' | 'people' | 'description' | 'noun' | 'quality';

/** Words that stand for one idea. */
export interface AssociationWords {
  /** What they stand for, such as "career". */
  readonly category: string;
  readonly use: WordUse;
  /** With commas between. */
  readonly words: string;
}

/** A test that ships: are the first targets closer to the first attributes than the second targets are? */
export interface AssociationList {
  readonly name: string;
  /** Where the words come from. */
  readonly source: string;
  readonly targ1: AssociationWords;
  readonly targ2: AssociationWords;
  readonly attr1: AssociationWords;
  readonly attr2: AssociationWords;
}
