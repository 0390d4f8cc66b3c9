import { usualAuditOptions } from '../../../src/audit/auditOptions';
import { auditGroups } from '../../../src/audit/groups/auditGroups';
import type { GroupColumn, ScoredRows } from '../../../src/audit/scoredRows';
import { drawNormal } from '../../../src/audit/statistics/drawNormal';
import { judgeChecks } from '../../../src/audit/statistics/judge';
import { normalQuantile } from '../../../src/audit/statistics/normalQuantile';
import type { AuditCheck } from '../../../src/protocol/audit';
import { seededNumbers } from '../../../src/data/seededNumbers';
import { turnOf, type Plant } from './plants';
import { yesNoRows } from './scored';

/** A population in which the same model does the same to everybody, but for what is planted in the first group. */
export interface Population {
  /** Rows of each group. */
  readonly sizes: readonly number[];
  /** Share of the rows that are selected. */
  readonly selected: number;
  /** Every text stands in so many rows, with the same score, label and group. */
  readonly copies?: number;
  /** Whole numbers of rows of a group have one author, who makes up such a share of the spread of their log-odds. */
  readonly authors?: { readonly rows: number; readonly alike: number };
  /** Further columns, with as many groups each; who is in which is drawn. */
  readonly further?: readonly number[];
  readonly plant?: Plant;
}

export function equalGroups(groups: number, rows: number): number[] {
  return Array.from({ length: groups }, () => rows);
}

/** Spread of the log-odds: the model is right in about five cases of six. */
export const spread = 3;

/** A data set drawn from the population. The labels follow the scores, so that these are calibrated. */
export function simulatedRows(
  { sizes, selected, copies = 1, authors, further = [], plant }: Population,
  seed: number,
): { readonly rows: ScoredRows; readonly columns: readonly GroupColumn[] } {
  const next = seededNumbers(seed);
  // A score above a half has the probability `selected`.
  const middle = -spread * normalQuantile(selected);
  const turn = plant === undefined ? null : turnOf(plant, selected);
  const [values, gold, scores]: [string[], number[], number[]] = [[], [], []];
  const others = further.map((): string[] => []);
  const texts: string[] = [];
  const writers: string[] = [];
  for (const [group, size] of sizes.entries()) {
    let author = 0;
    for (let row = 0; row < size; row += copies) {
      if (authors !== undefined && row % authors.rows === 0)
        author = Math.sqrt(authors.alike) * drawNormal(next);
      const own = Math.sqrt(1 - (authors?.alike ?? 0)) * drawNormal(next);
      const logit = middle + spread * (author + own);
      const label = next() < 1 / (1 + Math.exp(-logit)) ? 1 : 0;
      const drawn = { logit, label };
      const answer = group === 0 && turn !== null ? turn(drawn, next) : drawn;
      const places = further.map((groups) => `${Math.floor(next() * groups)}`);
      for (let copy = 0; copy < copies; copy += 1) {
        texts.push(`text ${group} ${row}`);
        writers.push(`author ${group} ${Math.floor(row / (authors?.rows ?? 1))}`);
        values.push(`group${group}`);
        gold.push(answer.label);
        scores.push(1 / (1 + Math.exp(-answer.logit)));
        for (const [at, place] of places.entries()) others[at]?.push(place);
      }
    }
  }
  const columns = [
    { name: 'who', values },
    ...others.map((each, at) => ({ name: `column${at + 2}`, values: each })),
  ];
  const dependence = { name: 'author', values: writers };
  return {
    rows: {
      ...{ ...yesNoRows(gold, scores), texts },
      ...(authors === undefined ? {} : { dependence }),
    },
    columns,
  };
}

/** One audit of a data set drawn from the population. */
export async function simulatedAudit(
  population: Population,
  seed: number,
  more: Partial<typeof usualAuditOptions> = {},
): Promise<AuditCheck[]> {
  const { rows, columns } = simulatedRows(population, seed);
  const options = { ...usualAuditOptions, resamples: 500, seed, positive: null, ...more };
  const { checks } = await auditGroups(rows, columns, options);
  return judgeChecks(checks, options);
}

/** Whether any figure of the report is called a disparity. */
export function raisesAlarm(checks: readonly AuditCheck[]): boolean {
  return checks.some(({ verdict }) => verdict === 'disparity');
}

/** Whether the least selected group is selected less than four fifths as often as the most selected one. */
export function breaksFourFifths(checks: readonly AuditCheck[]): boolean {
  return (valueOf(checks, 'demographic-parity-ratio') ?? 1) < 0.8;
}

export function valueOf(checks: readonly AuditCheck[], metric: string): number | null | undefined {
  return checks.find((check) => check.metric === metric && check.group === null)?.value;
}
