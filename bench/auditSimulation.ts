// Error rates of the audit on simulated data whose truth is known:
//   node scripts/bench.mjs auditSimulation [--sets 1000] [--only NAME,…] [--after 0]
// Without a disparity, how often does a report find one, and how often do its intervals miss the truth? The names are those of
// groupPopulations, changePopulations ("before and after"), calibrationPopulations (its calibration errors, also of unlike models), distancePopulations (its rates, also of unlike models),
// datasetPopulations and versionPopulations (swaps, templates). With one, is the size found that is said to be detectable? `power-60`, `power-250`, … for the same populations; --figures
// METRIC,… looks at some figures alone, --shares .5,1 plants parts of the size. `coverage-60`, `coverage-250-.2`, …: how often intervals of a
// group's figures miss the truth in 7 groups of so many rows, of which such a share is selected. --after N takes the seeds that follow N (figures by
// group and their power, "before and after", swaps and templates).
import { parseArgs } from 'node:util';
import { describeMachine } from './machine';
import { calibrationCoverage, calibrationPopulations } from './simulation/calibrationChanges';
import { changeNulls, changePopulations } from './simulation/changeNulls';
import { intervalCoverage } from './simulation/coverage';
import { datasetNulls, datasetPopulations } from './simulation/datasetNulls';
import { distanceCoverage, distancePopulations } from './simulation/distanceChanges';
import { groupNulls, groupPopulations } from './simulation/groupNulls';
import { groupPower } from './simulation/groupPower';
import { versionNulls, versionPopulations } from './simulation/versionNulls';

const { values: asked } = parseArgs({
  options: {
    sets: { type: 'string', default: '1000' },
    after: { type: 'string', default: '0' },
    figures: { type: 'string' },
    shares: { type: 'string', default: '1' },
    only: { type: 'string', default: Object.keys(groupPopulations).join(',') },
  },
});
const [sets, after] = [Number(asked.sets), Number(asked.after)];

console.log(describeMachine());
for (const name of asked.only.split(',')) {
  if (name in groupPopulations) await groupNulls(name, sets, after);
  else if (name in changePopulations) await changeNulls(name, sets, after);
  else if (name in calibrationPopulations) await calibrationCoverage(name, sets);
  else if (name in distancePopulations) await distanceCoverage(name, sets);
  else if (name in datasetPopulations) await datasetNulls(name, sets);
  else if (name in versionPopulations) await versionNulls(name, sets, after);
  else if (name.startsWith('power-'))
    await groupPower(name.replace('power', 'groups'), {
      ...{ sets, after },
      metrics: asked.figures?.split(',') ?? null,
      shares: asked.shares.split(',').map(Number),
    });
  else if (name.startsWith('coverage-'))
    await intervalCoverage(Number(name.split('-')[1]), Number(name.split('-')[2] ?? 0.5), sets);
  else console.log(`There is no simulation "${name}".`);
}
