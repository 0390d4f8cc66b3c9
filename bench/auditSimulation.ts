// Error rates of the audit on simulated data whose truth is known:
//   node scripts/bench.mjs auditSimulation [--sets 1000] [--only NAME,…]
// Without a disparity, how often does a report find one, and how often do its intervals miss the truth? The names are those of
// groupPopulations. With one, is the size found that is said to be detectable? `power-60`, `power-250`, … for the same populations; --figures
// METRIC,… looks at some figures alone.
import { parseArgs } from 'node:util';
import { describeMachine } from './machine';
import { groupNulls, groupPopulations } from './simulation/groupNulls';
import { groupPower } from './simulation/groupPower';

const { values: asked } = parseArgs({
  options: {
    sets: { type: 'string', default: '1000' },
    figures: { type: 'string' },
    only: { type: 'string', default: Object.keys(groupPopulations).join(',') },
  },
});
const sets = Number(asked.sets);

console.log(describeMachine());
for (const name of asked.only.split(',')) {
  if (name in groupPopulations) await groupNulls(name, sets);
  else if (name.startsWith('power-'))
    await groupPower(name.replace('power', 'groups'), sets, asked.figures?.split(',') ?? null);
  else console.log(`There is no simulation "${name}".`);
}
