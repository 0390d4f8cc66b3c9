import type { DatasetRule } from '../rule';
import { contradictionRule } from './contradictions';
import { countingColumnRule } from './countingColumns';
import { datasetSizeRule } from './datasetSize';
import { duplicateRule } from './duplicates';
import { identityRule } from './identityAssociation';
import { labelErrorRule } from './labelErrors';
import { labelOrderRule } from './labelOrder';
import { labelSpellingRule } from './labelSpelling';
import { lengthOutlierRule } from './lengthOutliers';
import { nearDuplicateRule } from './nearDuplicates';
import { oneSidedFeedbackRule } from './oneSidedFeedback';
import { otherLanguageRule } from './otherLanguage';
import { preferenceLengthRule } from './preferenceLength';
import { rareLabelRule } from './rareLabels';
import { shortcutRule } from './shortcuts';
import { strayMarkupRule } from './strayMarkup';
import { systemPromptRule } from './systemPrompts';
import { unfinishedTextRule } from './unfinishedTexts';
import { unicodeFormRule } from './unicodeForm';

/** Rules about what rows have in common, in the order of the catalogue. */
export const wholeFileRules: readonly DatasetRule[] = [
  systemPromptRule,
  unicodeFormRule,
  strayMarkupRule,
  otherLanguageRule,
  unfinishedTextRule,
  lengthOutlierRule,
  duplicateRule,
  nearDuplicateRule,
  contradictionRule,
  labelErrorRule,
  rareLabelRule,
  labelSpellingRule,
  labelOrderRule,
  shortcutRule,
  countingColumnRule,
  preferenceLengthRule,
  oneSidedFeedbackRule,
  identityRule,
  datasetSizeRule,
];
