import { equalShares, type AuditCheck, type AuditId } from '../../protocol/audit';
import {
  metricTitle,
  templateAxis,
  titleWithAxis,
  variantSubject,
  variantTraits,
} from './auditWords';

/** All checks of one id: a column, an axis of swaps, a suite. */
export interface Family {
  readonly id: AuditId;
  /** Tells families apart: suites of templates have one for each axis. */
  readonly key: string;
  readonly title: string;
  readonly checks: readonly AuditCheck[];
}

/** What compares all groups of a column, of whatever metric. */
export const betweenGroups = 'between-groups';

/** A figure to plot: a metric by group, or `betweenGroups`. */
export interface FigureChoice {
  readonly id: string;
  readonly words: string;
}

/** Which part of a family is plotted. */
export interface PlotChoice {
  readonly figure: string;
  /** The label that rates are about; null for all. */
  readonly subject: string | null;
}

/** Families in the order of the report, those with a disparity first. */
export function familiesOf(checks: readonly AuditCheck[]): Family[] {
  const families = new Map<string, AuditCheck[]>();
  for (const check of checks) {
    const axis = templateAxis(check);
    const key = axis === null ? check.id : `${check.id} ${axis}`;
    const own = families.get(key);
    if (own === undefined) families.set(key, [check]);
    else own.push(check);
  }
  const all = [...families].flatMap(([key, own]): Family[] => {
    const [first] = own;
    if (first === undefined) return [];
    return [{ id: first.id, key, title: titleWithAxis(first), checks: own }];
  });
  return [...all.filter(isFound), ...all.filter((family) => !isFound(family))];
}

export function isFound({ checks }: Family): boolean {
  return checks.some(({ verdict }) => verdict === 'disparity');
}

export function figuresOf({ checks }: Family): FigureChoice[] {
  const metrics = new Set(checks.filter(({ group }) => group !== null).map(({ metric }) => metric));
  const overall = checks.some(({ group }) => group === null)
    ? [{ id: betweenGroups, words: metrics.size === 0 ? 'All figures' : 'Between all groups' }]
    : [];
  return [...overall, ...[...metrics].map((id) => ({ id, words: metricTitle(id) }))];
}

/** Labels to choose from; none where each has one row only, so that all stand in one plot. */
export function subjectsOf(family: Family, figure: string): string[] {
  const counts = new Map<string, number>();
  for (const check of ofFigure(family, figure)) {
    const subject = variantSubject(check.variant);
    if (subject !== '') counts.set(subject, (counts.get(subject) ?? 0) + 1);
  }
  const isFlat = [...counts.values()].every((count) => count === 1);
  return counts.size < 2 || isFlat ? [] : [...counts.keys()];
}

/** What is shown first: where the strongest disparity lies, else what compares all groups. */
export function firstChoice(family: Family): PlotChoice {
  const strongest = [...family.checks].sort((a, b) => strength(b) - strength(a))[0];
  const figure =
    strongest === undefined || strongest.group === null ? betweenGroups : strongest.metric;
  const subject = strongest === undefined ? '' : variantSubject(strongest.variant);
  return validChoice(family, { figure, subject });
}

/** The choice as far as the family has it; a report that is audited again may have other figures. */
export function validChoice(family: Family, { figure, subject }: PlotChoice): PlotChoice {
  const figures = figuresOf(family).map(({ id }) => id);
  const known = figures.includes(figure) ? figure : (figures[0] ?? betweenGroups);
  const subjects = subjectsOf(family, known);
  if (subjects.length === 0) return { figure: known, subject: null };
  const isKnown = subject !== null && subjects.includes(subject);
  return { figure: known, subject: isKnown ? subject : (subjects[0] ?? null) };
}

/** The checks of a plot. */
export function chosenChecks(family: Family, { figure, subject }: PlotChoice): AuditCheck[] {
  return ofFigure(family, figure).filter(({ variant }) => {
    const own = variantSubject(variant);
    return subject === null || own === subject || own === '';
  });
}

/** What a row of a plot is called: its group or metric, with what else tells it from the other rows. */
export function rowLabel(check: AuditCheck, among: readonly AuditCheck[]): string {
  const name = check.group ?? metricTitle(check.metric);
  const twins = among.filter(
    (other) => (other.group ?? metricTitle(other.metric)) === name && other !== check,
  );
  return [name, ...statedShare(check), ...whatDiffers(check, twins)].join(' · ');
}

/** The share that a group of a dataset should have, where one was stated. */
function statedShare({ metric, reference }: AuditCheck): string[] {
  const isStated = metric === 'share-of-rows' && reference !== null && reference !== equalShares;
  return isStated ? [`against ${reference}`] : [];
}

/** The label and the ways of counting that tell a figure from others of its name. */
export function whatDiffers(
  { variant: own }: Pick<AuditCheck, 'variant'>,
  twins: readonly Pick<AuditCheck, 'variant'>[],
): string[] {
  const others = twins.map(({ variant }) => variantTraits(variant));
  return variantTraits(own).filter((trait) => others.some((traits) => !traits.includes(trait)));
}

function ofFigure({ checks }: Family, figure: string): AuditCheck[] {
  return checks.filter(({ group, metric }) =>
    figure === betweenGroups ? group === null : group !== null && metric === figure,
  );
}

/** Disparities before all else, what compares all groups before single ones, then the larger. */
function strength({ verdict, group, disparity }: AuditCheck): number {
  return (
    (verdict === 'disparity' ? 1_000 : 0) +
    (group === null ? 100 : 0) +
    Math.min(99, Math.abs(disparity?.value ?? 0))
  );
}
