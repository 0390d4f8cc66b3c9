import { catalogue } from '../../data/lint/catalogue';
import { UserError } from '../../protocol/errors';
import { ruleIds, type RuleId } from '../../protocol/lint';
import { visible } from '../../protocol/visible';
import type { Output } from '../output';
import type { FileSetup } from './fileSetup';
import type { LintOptions } from './lintOptions';

/** The rules that count tokens: without a model they say nothing. */
export const tokenRules: ReadonlySet<RuleId> = new Set(['L-LEN-01', 'L-LEN-02', 'L-LEN-04']);

type Given = Pick<LintOptions, 'namedRules' | 'against' | 'probabilities'>;
type Checked = Pick<FileSetup, 'source' | 'settings' | 'rowTokenizer'>;

/**
 * A rule that is named and never says anything would look like a sound file.
 * @throws UserError where nothing but such rules is left to check
 */
export function refuseSilent(files: readonly Checked[], given: Given): void {
  const [first] = files;
  if (first === undefined) return;
  const rest = files.map((setup) => {
    const silent = silentRules(setup, given);
    return [...setup.settings.rules].filter((id) => !silent.includes(id));
  });
  if (rest.some((rules) => rules.length > 0)) return;
  const silent = silentRules(first, given);
  throw new UserError(`${needsOf(silent, first, given)}.`, {
    place: { file: first.source.path },
    next: 'Give it, or name other rules.',
  });
}

/** Says which of the named rules a file is not checked by, and what they lack. */
export function noteSilent({ stderr }: Pick<Output, 'stderr'>, setup: Checked, given: Given): void {
  const silent = silentRules(setup, given);
  if (silent.length === 0) return;
  stderr.write(`${visible(setup.source.path)}: not checked. ${needsOf(silent, setup, given)}.\n`);
}

/** Of the rules that are named by their ids, those that lack what they go by. */
function silentRules(setup: Checked, given: Given): readonly RuleId[] {
  return ruleIds.filter(
    (id) =>
      given.namedRules.has(id) &&
      setup.settings.rules.has(id) &&
      neededFlag(id, setup, given) !== null,
  );
}

function needsOf(rules: readonly RuleId[], setup: Checked, given: Given): string {
  const byFlag = new Map<string, RuleId[]>();
  for (const id of rules) {
    const flag = neededFlag(id, setup, given) ?? '';
    byFlag.set(flag, [...(byFlag.get(flag) ?? []), id]);
  }
  return [...byFlag]
    .map(([flag, ids]) => `${ids.join(', ')} ${ids.length === 1 ? 'needs' : 'need'} ${flag}`)
    .join('; ');
}

/** Null: the rule has all that it goes by. */
function neededFlag(
  rule: RuleId,
  { rowTokenizer }: Checked,
  { against, probabilities }: Given,
): string | null {
  if (tokenRules.has(rule) && rowTokenizer === null)
    return '--model M, whose tokens are counted, or a run config that names the file';
  if (catalogue[rule].scope === 'files' && against === null)
    return '--against FILE, the file that the model is tested on';
  if (rule === 'L-LBL-01' && probabilities === null)
    return '--probabilities RUN|FILE, which says what labels a model holds for right';
  return null;
}
