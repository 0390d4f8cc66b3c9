import { axisOf, sourceOf } from '../../protocol/comparedGroups';
import type { AuditReport } from '../../protocol/audit';
import type { CounterfactualAxis, GroupSource } from '../../protocol/mitigationConfig';
import { visible } from '../../protocol/visible';
import { wrap } from './wrap';

/** More columns than this would make the list a catalogue. */
const mostSources = 2;

/** What the disparities of a report can be met with, as overrides of `finetune train`; empty where there are none that training can change. */
export function whatToDoLines(report: Pick<AuditReport, 'checks'>, width: number): string[] {
  const remedies = remediesOf(report);
  if (remedies.length === 0) return [];
  const head =
    'What to do (docs/mitigation.md): train with one of these behind "finetune train CONFIG", then audit that run; --base says what changed.';
  return ['', ...wrap(head, width), ...remedies.map((each) => `  ${visible(each)}`)];
}

function remediesOf({ checks }: Pick<AuditReport, 'checks'>): string[] {
  const sources = new Map<string, GroupSource>();
  const axes = new Set<CounterfactualAxis>();
  for (const { id, verdict, variant, metric } of checks) {
    if (verdict !== 'disparity') continue;
    // note: how often a dataset names a group is nothing that a loss can make up for.
    if (id.startsWith('dataset/') && metric !== 'label-share-difference') continue;
    const source = sourceOf(id, variant);
    if (source !== null) sources.set(JSON.stringify(source), source);
    const axis = axisOf(id, variant);
    if (axis !== null) axes.add(axis);
  }
  const ofGroups = [...sources.values()].slice(0, mostSources).flatMap((source) => {
    const groups = override('groups', source);
    return [`${groups} ${override('reweighing', true)}`, `${groups} ${override('groupDro', {})}`];
  });
  if (axes.size === 0) return ofGroups;
  return [
    ...ofGroups,
    override('counterfactual', { axes: [...axes], sides: 2 }),
    override('logitPairing', { axes: [...axes], weight: 1 }),
  ];
}

/** `--set mitigation.reweighing=true`, as a shell takes it. */
function override(key: string, value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const set = `mitigation.${key}=${text}`;
  return `--set ${/^[\w.=-]+$/.test(set) ? set : `'${set.replaceAll("'", String.raw`'\''`)}'`}`;
}
