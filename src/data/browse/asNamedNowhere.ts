import type { DataSource } from '../../protocol/runConfig';
import { allRules } from '../lint/ruleSettings';
import { thresholdsWith } from '../lint/thresholds';
import { recogniseAll } from '../schemas/detectSchema';
import { checkHere } from './checkRows';
import type { HowToShow } from './datasetBrowser';

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
