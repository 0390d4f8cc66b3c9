import type { AuditChange, AuditCheck, Verdict } from '../../protocol/audit';
import { intervalWords } from '../../protocol/auditWords';
import { changedFigure, changeVerdictWords } from '../../protocol/changePhrase';
import { formatDifference, formatMetric } from '../../protocol/formatNumber';
import { titleWithAxis, verdictInRow } from './auditWords';
import { rowLabel, whatDiffers } from './families';

/** How a row is drawn; its words say the same. */
export type DotLook = 'found' | 'none' | 'few' | 'better';

/** A row of a dot plot. */
export interface DotRow {
  readonly key: string;
  readonly label: string;
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Where values fall when there is no difference. */
  readonly band: readonly [number, number] | null;
  readonly look: DotLook;
  readonly figure: string;
  readonly interval: string;
  readonly verdict: string;
}

/** How a check is drawn, by its verdict. */
export const verdictLooks: Readonly<Record<Verdict, DotLook>> = {
  disparity: 'found',
  'none-larger-than-delta': 'none',
  'not-enough-data': 'few',
  'model-too-weak': 'few',
};

export function checkRow(check: AuditCheck, among: readonly AuditCheck[], delta: number): DotRow {
  const { value, low, high, nullBand, verdict } = check;
  return {
    key: [check.id, check.metric, check.variant, check.group].join('|'),
    label: rowLabel(check, among),
    value,
    low,
    high,
    band: nullBand,
    look: verdictLooks[verdict],
    figure: value === null ? 'undefined' : formatMetric(value),
    interval: intervalWords(check),
    verdict: verdictInRow(verdict, delta),
  };
}

const changeLooks: Readonly<Record<AuditChange['verdict'], DotLook>> = {
  worse: 'found',
  better: 'better',
  'no-change-found': 'none',
  'not-enough-data': 'few',
};

/** The change of a figure, around 0, with what tells it from others of the report. */
export function changeRow(change: AuditChange, among: readonly AuditChange[]): DotRow {
  const { value, low, high, verdict, before, after } = change;
  const name = changeName(change);
  const twins = among.filter((other) => other !== change && changeName(other) === name);
  return {
    key: ['change', change.id, change.metric, change.variant, change.group].join('|'),
    label: [name, ...whatDiffers(change, twins)].join(' · '),
    value,
    low,
    high,
    band: null,
    look: changeLooks[verdict],
    figure: value === null ? 'undefined' : formatDifference(value),
    interval: value === null ? '' : `${formatMetric(before)} → ${formatMetric(after)}`,
    verdict: changeVerdictWords(change),
  };
}

function changeName(change: AuditChange): string {
  const who = change.group === null ? '' : `, ${change.group}`;
  return `${titleWithAxis(change)}: ${changedFigure(change)}${who}`;
}
