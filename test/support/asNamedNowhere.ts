import type { DataSource } from '../../src/protocol/runConfig';
import { allRules } from '../../src/data/lint/ruleSettings';
import { thresholdsWith } from '../../src/data/lint/thresholds';
import { recogniseAll } from '../../src/data/schemas/detectSchema';
import { checkHere } from '../../src/data/browse/checkRows';
import type { HowToShow } from '../../src/data/browse/howToShow';

/** How a file is shown that no run config names: all rules, with their usual thresholds. */
export function asNamedNowhere(
  source: DataSource,
): Pick<HowToShow, 'source' | 'choice' | 'check' | 'model'> {
  const choice = recogniseAll;
  const request = {
    ...{ source, choice, settings: allRules, thresholds: thresholdsWith({}) },
    ...{ declaredLabels: null, shuffles: null, tokens: null },
  };
  return { source, choice, check: checkHere({ request, training: null }), model: null };
}
