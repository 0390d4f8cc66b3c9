import type { RowRule } from '../rule';
import { answerOffsetRule } from './answerOffset';
import { conversationRule } from './chat/conversationRule';
import { messageRule } from './chat/messageRule';
import { templateTokenRule } from './chat/templateTokens';
import { toolRule } from './chat/toolRule';
import { parallelLengthRule } from './parallelLength';
import { preferencePairRule } from './preferencePair';
import { tagSequenceRule } from './tagSequence';

/** Rules about what a schema asks of its rows: L-CHT, L-PRF-01, L-PAR, L-QA, L-NER. */
export const schemaRules: readonly RowRule[] = [
  conversationRule,
  messageRule,
  toolRule,
  templateTokenRule,
  preferencePairRule,
  parallelLengthRule,
  answerOffsetRule,
  tagSequenceRule,
];
