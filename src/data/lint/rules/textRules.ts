import type { RowRule } from '../rule';
import { boilerplate } from './boilerplate';
import { copiedPrompt } from './copiedPrompt';
import { emptyTarget } from './emptyTarget';
import { oddCharacters } from './oddCharacters';
import { offensiveWords } from './offensiveWords';
import { personalData } from './personalDataRule';
import { placeholders } from './placeholders';
import { repetition } from './repetition';
import { secrets } from './secrets';
import { strayWhitespace } from './strayWhitespace';

/** The rules about what a row's texts say and how they are written. */
export const textRules: readonly RowRule[] = [
  emptyTarget,
  strayWhitespace,
  oddCharacters,
  placeholders,
  boilerplate,
  repetition,
  copiedPrompt,
  personalData,
  secrets,
  offensiveWords,
];
