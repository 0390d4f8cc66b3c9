/** Characters of a text, in UTF-16 code units; the end is the one behind the last. */
export interface CharacterRange {
  readonly start: number;
  readonly end: number;
}
