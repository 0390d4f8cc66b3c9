import type { JsonSchema } from './schemaPlaces';

/** What to say of something that a coming version brings. */
export interface Later {
  readonly message: string;
  readonly next: string;
}

/** A kind of file that people write and this folder checks: what its sentences have to know. */
export interface DocumentKind {
  /** As it stands in a sentence: "run config". */
  readonly name: string;
  /** How its file names end. */
  readonly suffix: string;
  /** What to do when there is none at a path. */
  readonly begin: string;
  /** The least it holds, to show somebody who begins. */
  readonly skeleton: string;
  readonly schema: () => JsonSchema;
  /** How a key is called as the subject of a sentence, with its quotes: `"training.epochs"`. */
  readonly sayKey: (path: readonly (string | number)[], root: unknown) => string;
  /** Names other tools use for keys of this kind: plain word to dotted key. */
  readonly knownElsewhere: Readonly<Record<string, string>>;
  /** A sentence when a coming version brings this key; null when it is simply unknown. */
  readonly laterKey: (key: string) => Later | null;
  /** The same for a value at a dotted key. */
  readonly laterValue: (key: string, value: unknown) => Later | null;
}
