import {
  equalShares,
  type AuditChange,
  type AuditCheck,
  type AuditId,
  type AuditReport,
  type BaseNote,
} from '../../protocol/audit';
import { intervalWords, metricWords } from '../../protocol/auditWords';
import { changeKind, type ChangeKind } from '../../protocol/changePhrase';
import { distinctChanges } from '../../protocol/distinctChanges';
import { familyName, familyOf } from '../../protocol/familyOf';
import { countOf, formatCount, formatMetric } from '../../protocol/formatNumber';
import { variantParts } from '../../protocol/variantPhrase';
import { neededRows, usedRows } from './neededRows';
import { plainWords } from './plainWords';
import { marginWords } from './words';

/** Families of checks named in a sentence; the rest is counted. */
const mostNamed = 4;

/** What the checks of one id say together. */
interface FamilyState {
  readonly id: AuditId;
  readonly state: AuditCheck['verdict'];
  /** The check to quote. */
  readonly check: AuditCheck;
}

/** The verdict of a report in one or two sentences, what was found before what was not. */
export function summaryOf({
  checks,
  changes,
  base,
  coverage,
  method: { delta },
  baseNotes,
}: Pick<AuditReport, 'checks' | 'changes' | 'base' | 'coverage' | 'method' | 'baseNotes'>): string {
  const states = familyStates(checks);
  const compared = { changes, base, ...(baseNotes === undefined ? {} : { baseNotes }) };
  const quoted = (state: FamilyState): string => quotedOf(state, checks);
  if (states.length === 0)
    return 'Nothing could be audited: no row names a group of people. Name columns that say whom a row is about.';
  const disparities = states.filter(({ state }) => state === 'disparity');
  const found = disparities.filter(({ check }) => check.metric !== 'share-of-rows');
  // note: that a dataset names one group more often than another is worth a word, but no harm yet.
  const unequal = disparities.filter(({ check }) => check.metric === 'share-of-rows');
  const rest = restWords(
    states.filter(({ state }) => state !== 'disparity'),
    { delta, coverage, isContinued: disparities.length > 0 },
  );
  const first = found.length === 0 ? [] : [`Disparity found: ${named(found, quoted)}.`];
  const equal = unequal.filter(({ check }) => check.reference === equalShares);
  const stated = unequal.filter(({ check }) => check.reference !== equalShares);
  const second =
    equal.length === 0 ? [] : [`Groups have unequal shares of the rows: ${named(equal, shared)}.`];
  const third =
    stated.length === 0
      ? []
      : [`Groups have other shares of the rows than stated: ${named(stated, sharedAs)}.`];
  return [...first, ...second, ...third, ...rest, ...changeSentence(compared)].join(' ');
}

function familyStates(checks: readonly AuditCheck[]): FamilyState[] {
  const byId = new Map<AuditId, AuditCheck[]>();
  for (const check of checks) byId.set(check.id, [...(byId.get(check.id) ?? []), check]);
  return [...byId].map(([id, own]) => stateOf(id, own));
}

function stateOf(id: AuditId, checks: readonly AuditCheck[]): FamilyState {
  const having = (verdict: AuditCheck['verdict']): AuditCheck[] =>
    checks.filter((check) => check.verdict === verdict);
  const [disparity] = [...having('disparity')].sort((a, b) => size(b) - size(a));
  if (disparity !== undefined) return { id, state: 'disparity', check: disparity };
  // note: what compares all groups stands for the column; a figure of one small group must not.
  const all = checks.filter(({ group }) => group === null);
  const headline = all.length > 0 ? all : checks;
  for (const state of ['not-enough-data', 'model-too-weak', 'none-larger-than-delta'] as const) {
    const own = headline.filter(({ verdict }) => verdict === state);
    // note: the first difference of all groups is the one that people ask for (ratios of small rates need many times the rows); of single groups the nearest to a verdict.
    const [check] =
      all.length > 0
        ? [...own].sort((a, b) => rankOf(b) - rankOf(a))
        : [...own].sort((a, b) => more(a) - more(b));
    if (check !== undefined) return { id, state, check };
  }
  const [check] = checks;
  if (check === undefined) throw new Error(`The audit ${id} has no checks.`);
  return { id, state: check.verdict, check };
}

/** Differences between all groups before those of one, what comes with a group before how often it is named, then the larger. */
function size({ group, metric, value, disparity }: AuditCheck): number {
  return rankOf({ group, metric }) * 1_000 + Math.abs(disparity?.value ?? value ?? 0);
}

function rankOf({ group, metric }: Pick<AuditCheck, 'group' | 'metric'>): number {
  // A difference reads more easily than the ratio of the same rates.
  if (group === null) return metric.endsWith('-ratio') ? 3 : 4;
  if (metric === 'label-share-difference') return 2;
  return metric === 'share-of-rows' ? 0 : 1;
}

function more({ needed, n }: AuditCheck): number {
  return needed === null ? Infinity : needed - n;
}

/** `gender (male .721, against .490 in mix.json)`. */
function sharedAs({ id, check }: FamilyState): string {
  return `${familyName(id)} (${check.group ?? ''} ${formatMetric(check.value)}, against ${check.reference ?? ''})`;
}

/** `gender (male .721)`. */
function shared({ id, check }: FamilyState): string {
  return `${familyName(id)} (${check.group ?? ''} ${formatMetric(check.value)})`;
}

function quotedOf({ id, check }: FamilyState, checks: readonly AuditCheck[]): string {
  const plain = plainWords(check, checks);
  const interval = intervalWords(check);
  const figure = [
    `${metricWords(check.metric)}${plain === null || check.group === null ? whoWords(check) : ''}`,
    ...(check.value === null ? [] : [formatMetric(check.value)]),
  ].join(' ');
  const judged = interval === '' ? figure : `${figure}, ${interval}`;
  return `${familyName(id)} (${plain === null ? judged : `${plain}; ${judged}`})`;
}

/** ` of female`; of a suite of templates ` of gender`, its axis. */
function whoWords({ id, group, variant }: AuditCheck): string {
  const { kind } = familyOf(id);
  const { axis, name } = variantParts(variant);
  if (group === null || kind === 'seat') return axis === null ? '' : ` of ${axis}`;
  return ` of ${group}${kind === 'dataset' ? ` "${name ?? ''}"` : ''}`;
}

/** What the sentences about anything but a disparity must know. */
interface RestView {
  readonly delta: number;
  readonly coverage: AuditReport['coverage'];
  /** Whether a sentence about disparities stands before. */
  readonly isContinued: boolean;
}

function restWords(
  states: readonly FamilyState[],
  { delta, coverage, isContinued }: RestView,
): string[] {
  const of = (verdict: AuditCheck['verdict']): FamilyState[] =>
    states.filter(({ state }) => state === verdict);
  const parts: string[] = [];
  const none = of('none-larger-than-delta');
  const [firstNone] = none;
  if (firstNone !== undefined) {
    const words = isContinued ? 'none' : 'no disparity';
    const found = isContinued ? '' : 'found ';
    parts.push(
      `${words} larger than ${marginWords(delta, firstNone.id)} ${found}for ${named(none, ({ id }) => familyName(id))}`,
    );
  }
  const few = of('not-enough-data');
  if (few.length > 0)
    parts.push(
      `not enough data for ${named(few, ({ id, check }) => familyName(id) + moreWords(check, coverage))}`,
    );
  const weak = of('model-too-weak');
  if (weak.length > 0)
    parts.push(`the model is too weak to audit for ${named(weak, ({ id }) => familyName(id))}`);
  if (parts.length === 0) return [];
  const sentence = parts.join('; ');
  return [`${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`];
}

/** ` (about 5,300 more rows)`: of all that the audit has. */
function moreWords(check: AuditCheck, coverage: AuditReport['coverage']): string {
  // note: the words of an association test are what it is; what its size can show helps more than a wish for others.
  if (familyOf(check.id).kind === 'seat')
    return check.detectable === null
      ? ''
      : ` (its words show effects from ${formatMetric(check.detectable)})`;
  const rows = (neededRows(check, coverage) ?? Infinity) - usedRows(check, coverage);
  return Number.isFinite(rows) && rows > 0
    ? ` (about ${formatCount(rounded(rows))} more rows)`
    : '';
}

/** Two digits: more would promise too much. */
function rounded(rows: number): number {
  return Number(rows.toPrecision(2));
}

function named(states: readonly FamilyState[], words: (state: FamilyState) => string): string {
  const shown = states.slice(0, mostNamed).map(words);
  const left = states.length - shown.length;
  const last = left > 0 ? `${formatCount(left)} more` : shown.pop();
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last ?? ''}`;
}

function changeSentence({
  changes: all,
  base,
  baseNotes = [],
}: Pick<AuditReport, 'changes' | 'base' | 'baseNotes'>): string[] {
  if (base === null || all.length === 0) return [];
  if (baseNotes.some(({ kind }) => kind === 'same'))
    return ['The base gives the same answers: nothing changed.'];
  const changes = distinctChanges(all);
  const has = (wanted: BaseNote['kind']): boolean => baseNotes.some(({ kind }) => kind === wanted);
  const but = has('weak')
    ? ['But the base is hardly better than chance: what changed against it says little of groups.']
    : has('weak-after')
      ? ['But the model is hardly better than chance: what shrank was not mended.']
      : [];
  if (!changes.some(({ verdict }) => verdict === 'worse' || verdict === 'better')) {
    const nKnown = changes.filter(({ verdict }) => verdict === 'no-change-found').length;
    const count = countOf(changes.length, 'figure');
    if (nKnown === 0) return [`Not enough data to say what changed against the base in ${count}.`];
    if (nKnown === changes.length) return [`No change against the base was found in ${count}.`];
    return [
      `No change against the base was found in ${formatCount(nKnown)} of ${count}; the others have not enough data.`,
    ];
  }
  const parts = [
    changedPart(changes, 'disparity', ['disparity', 'grew', 'shrank'], 'disparities'),
    changedPart(changes, 'errors', ['error figure', 'got worse', 'better']),
  ].filter((part) => part !== null);
  return [`Against the base ${parts.join('; ')}.`, ...but];
}

/** `11 of 13 disparities grew and 0 shrank`; null where there are no such figures. */
function changedPart(
  changes: readonly AuditChange[],
  kind: ChangeKind,
  [one, worse, better]: readonly [one: string, worse: string, better: string],
  many = `${one}s`,
): string | null {
  const own = changes.filter(({ metric }) => changeKind(metric) === kind);
  if (own.length === 0) return null;
  const count = (wanted: AuditChange['verdict']): string =>
    formatCount(own.filter(({ verdict }) => verdict === wanted).length);
  return `${count('worse')} of ${countOf(own.length, one, many)} ${worse} and ${count('better')} ${better}`;
}
