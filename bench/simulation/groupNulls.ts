import type { AuditCheck } from '../../src/protocol/audit';
import { equalGroups, simulatedAudit } from '../../test/unit/audit/simulation';
import type { Population } from '../../test/unit/audit/simulation';
import { printNullRates } from './tally';
import type { SimulatedFigure } from './tally';

/** Populations without a disparity, by the name that --only knows. */
export const groupPopulations: Readonly<Record<string, Population>> = {
  'groups-60': { sizes: equalGroups(7, 60), selected: 0.5 },
  'groups-60-rarer': { sizes: equalGroups(7, 60), selected: 0.2 },
  'groups-250': { sizes: equalGroups(7, 250), selected: 0.5 },
  'groups-250-rarer': { sizes: equalGroups(7, 250), selected: 0.2 },
  'unequal-groups': { sizes: [30, 400, 20, 90, 60, 200, 35], selected: 0.35 },
  'rare-positives': { sizes: equalGroups(5, 300), selected: 0.05 },
  intersections: { sizes: [240, 160], selected: 0.4, further: [3, 2] },
  authors: { sizes: equalGroups(4, 400), selected: 0.5, authors: { rows: 10, alike: 0.3 } },
  'authors-few': { sizes: equalGroups(3, 320), selected: 0.3, authors: { rows: 10, alike: 0.6 } },
  'authors-unlike': { sizes: equalGroups(4, 400), selected: 0.5, authors: { rows: 10, alike: 0 } },
  'copied-rows': { sizes: equalGroups(7, 60), selected: 0.5, copies: 2 },
};

export async function groupNulls(name: string, sets: number, after: number): Promise<void> {
  const population = groupPopulations[name];
  if (population === undefined) return;
  const fourFifths = { broken: 0, gaps: 0 };
  await printNullRates(
    name,
    sets,
    async (seed) => {
      const checks = await simulatedAudit(population, seed);
      const whole = (metric: string): number =>
        checks.find((check) => check.metric === metric && check.group === null)?.value ?? NaN;
      if (whole('demographic-parity-ratio') < 0.8) fourFifths.broken += 1;
      fourFifths.gaps += whole('demographic-parity-difference') / sets;
      return checks.map(figureOf);
    },
    after,
  );
  const share = ((100 * fourFifths.broken) / sets).toFixed(1);
  console.log(
    `  four-fifths rule broken in ${share} %, mean gap ${fourFifths.gaps.toFixed(3)} (first column)`,
  );
}

export function figureOf(check: AuditCheck): SimulatedFigure {
  const { metric, variant, group, value, low, high, pValue, verdict, disparity } = check;
  const part = variant.split('/').slice(1).join('/');
  return {
    name: group === null ? `${metric} ${part}` : `${metric} of a group`,
    ...{ value, low, high, pValue, isAlarm: verdict === 'disparity', none: disparity },
  };
}
