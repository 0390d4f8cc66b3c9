import type { StepCount } from './runSteps';
import { balanceWords } from './steps/balanceReport';

/** `Step 2 (balance): 401 rows → 10: "no" 396 → 5, "yes" 5 → 5.`, and what to know of it. */
export function balanceNotes(steps: readonly StepCount[]): readonly string[] {
  return steps.flatMap(({ step, balance, warning }, index) => {
    if (balance === undefined) return [];
    const more = warning === undefined ? '' : ` ${warning}`;
    return [`Step ${index + 1} (${step}): ${balanceWords(balance)}${more}`];
  });
}
