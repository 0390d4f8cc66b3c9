// Time of the figures by group, once predicted:
//   node scripts/bench.mjs auditGroups [--rows 100000] [--columns 3] [--groups 4] [--labels 2] [--copies 1]
// Every text stands in so many rows as --copies says, in any groups.
// Prints processor time, since a busy machine stretches the wall clock, and the longest time the event loop stood still, also as processor time.
import { parseArgs } from 'node:util';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { usualAuditOptions } from '../src/audit/auditOptions';
import { auditGroups } from '../src/audit/groups/auditGroups';
import { judgeChecks } from '../src/audit/statistics/judge';
import { generateScores } from './generateScores';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({
  options: {
    rows: { type: 'string', default: '100000' },
    columns: { type: 'string', default: '3' },
    groups: { type: 'string', default: '4' },
    labels: { type: 'string', default: '2' },
    copies: { type: 'string', default: '1' },
  },
});
const [count, columnCount, groupCount, labelCount] = [
  Number(asked.rows),
  Number(asked.columns),
  Number(asked.groups),
  Number(asked.labels),
];
const { rows, columns } = generateScores({
  ...{ rows: count, columns: columnCount, groups: groupCount, labels: labelCount },
  copies: Number(asked.copies),
});

console.log(describeMachine());
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
let [turn, longest] = [process.cpuUsage(), 0];
const turns = setInterval(() => {
  const { user, system } = process.cpuUsage(turn);
  longest = Math.max(longest, user + system);
  turn = process.cpuUsage();
}, 0);
const [before, began] = [process.cpuUsage(), performance.now()];
const { checks } = await auditGroups(rows, columns, { ...usualAuditOptions, positive: null });
clearInterval(turns);
const judged = judgeChecks(checks, usualAuditOptions);
const { user, system } = process.cpuUsage(before);
delay.disable();
const tally = new Map<string, number>();
for (const { verdict } of judged) tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
console.log(
  `${count} rows, ${columnCount} columns of ${groupCount} groups, ${labelCount} labels: ${judged.length} checks in ` +
    `${((user + system) / 1e6).toFixed(1)} s of processor time, ${((performance.now() - began) / 1e3).toFixed(1)} s by the clock; ` +
    `the event loop stood still for ${(delay.max / 1e6).toFixed(0)} ms at most, for ${(longest / 1e3).toFixed(0)} ms of processor time`,
);
console.log([...tally].map(([verdict, number]) => `${verdict}: ${number}`).join(', '));
