import path from 'node:path';
import { checkpointFolder, runPaths } from '../../runs/runFolder';
import { modelOfRun } from '../../runs/runModel';
import type { KnownRun } from '../runs/knownRun';
import { formatCount, formatScore } from '../../protocol/formatNumber';

/** A row below a run. `file` is what a click opens; `folder` what it stands for. */
export interface RunPart {
  readonly kind:
    | 'best'
    | 'checkpoints'
    | 'checkpoint'
    | 'evaluations'
    | 'report'
    | 'audits'
    | 'audit'
    | 'config'
    | 'log';
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly tooltip: string;
  readonly file: string | null;
  readonly children: readonly RunPart[];
}

/** Best checkpoint, checkpoints, evaluations, audits, config, log: those that the run has. */
export function runParts(run: KnownRun): readonly RunPart[] {
  const { folder, record } = run;
  const paths = runPaths(folder);
  const parts: RunPart[] = [];
  if (record.best !== null) {
    const { metric, value, step } = record.best;
    parts.push({
      ...leaf(folder, 'best', 'Best checkpoint', 'star-full'),
      description: `${metric} ${formatScore(metric, value)} · step ${formatCount(step)}`,
      tooltip: modelOfRun(folder, step)?.folder ?? checkpointFolder(folder, step),
    });
  }
  if (run.checkpoints.length > 0) {
    parts.push({
      ...leaf(folder, 'checkpoints', 'Checkpoints', 'history'),
      description: String(run.checkpoints.length),
      children: [...run.checkpoints].reverse().map((step) => ({
        ...leaf(folder, 'checkpoint', `Step ${formatCount(step)}`, 'save'),
        id: `${folder}#step-${step}`,
        description: step === record.best?.step ? 'best' : '',
        tooltip: checkpointFolder(folder, step),
      })),
    });
  }
  for (const [kind, label, icon, names] of [
    ['evaluations', 'Evaluations', 'checklist', run.evaluations],
    ['audits', 'Audits', 'law', run.audits],
  ] as const) {
    if (names.length === 0) continue;
    parts.push({
      ...leaf(folder, kind, label, icon),
      id: `${folder}#${label}`,
      description: String(names.length),
      children: [...names].reverse().map((name) => reportPart(paths.reports, name)),
    });
  }
  return [
    ...parts,
    { ...leaf(folder, 'config', 'Config', 'json'), file: paths.config, tooltip: paths.config },
    { ...leaf(folder, 'log', 'Log', 'output'), file: paths.log, tooltip: paths.log },
  ];
}

function leaf(folder: string, kind: RunPart['kind'], label: string, icon: string): RunPart {
  return {
    kind,
    id: `${folder}#${kind}`,
    label,
    description: '',
    icon,
    tooltip: label,
    file: null,
    children: [],
  };
}

/**
 * `evaluation-test-20260102T030405.json` reads `test`, `2026-01-02 03:04:05` in local time; its Markdown twin opens, of an audit
 * its page.
 */
function reportPart(reports: string, name: string): RunPart {
  const { split, time } = reportName(name);
  const isAudit = name.startsWith('audit-');
  const file = path.join(reports, isAudit ? name : name.replace(/\.json$/, '.md'));
  return {
    ...leaf(reports, isAudit ? 'audit' : 'report', split, 'file'),
    id: `${reports}#${name}`,
    description: time,
    tooltip: path.join(reports, name),
    file,
  };
}

/** What the name of a report says: the split, or the whole name, and when it was made. */
export function reportName(name: string): { readonly split: string; readonly time: string } {
  const match = /^[a-z]+-([^-]+)-?(.*)\.json$/.exec(name);
  return { split: match?.[1] ?? name, time: timeOf(match?.[2] ?? '') };
}

/** What a name says of the time, in UTC, as the clock here had it; any other end of a name as it stands. */
function timeOf(stamp: string): string {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(-\d+)?$/.exec(stamp);
  if (match === null) return stamp;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map(Number);
  const time = new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toLocaleString('sv');
  return `${time}${match[7] ?? ''}`;
}
