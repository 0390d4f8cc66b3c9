import { repairMojibake } from '../data/lint/rules/mojibake';
import { assertNever } from '../protocol/assertNever';
import type { Step } from './definition';
import { balanceStep } from './steps/balance';
import { convertStep } from './steps/convert';
import { counterfactualStep } from './steps/counterfactual';
import { deduplicateStep } from './steps/deduplicate';
import { filterStep } from './steps/filter';
import { normalizeText } from './steps/normalizeText';
import { lintStep } from './steps/lintRules';
import type { PreparedStep, StepContext } from './steps/preparedStep';
import { redact } from './steps/redact';
import { renameStep } from './steps/rename';
import { sampleStep } from './steps/sample';
import { shuffleStep } from './steps/shuffle';
import { splitStep } from './steps/split';
import { stripMarkup } from './steps/stripMarkup';
import { textStep } from './steps/textStep';

/** A step made ready for rows like those of the context. @throws StepProblem when it does not fit them */
export function prepareStep(step: Step, context: StepContext): PreparedStep {
  switch (step.type) {
    case 'normalize':
      return textStep(step.fields, context, (text) => normalizeText(text, step));
    case 'strip-markup':
      return textStep(step.fields, context, (text) => stripMarkup(text, step));
    case 'lint':
      return lintStep(step, context);
    case 'fix-mojibake':
      return textStep(step.fields, context, repairMojibake);
    case 'redact':
      return textStep(step.fields, context, (text) => redact(text, step));
    case 'convert':
      return convertStep(step, context);
    case 'deduplicate':
      return deduplicateStep(step, context);
    case 'filter':
      return filterStep(step, context);
    case 'rename':
      return renameStep(step, context);
    case 'balance':
      return balanceStep(step, context);
    case 'counterfactual':
      return counterfactualStep(step, context);
    case 'split':
      return splitStep(step, context);
    case 'sample':
      return sampleStep(step, context);
    case 'shuffle':
      return shuffleStep(context);
    default:
      return assertNever(step, 'step');
  }
}
