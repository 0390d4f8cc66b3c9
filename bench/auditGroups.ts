// Time of the figures by group, once predicted:
//   node scripts/bench.mjs auditGroups [--rows 100000] [--columns 3] [--groups 4] [--labels 2] [--copies 1]
// Every text stands in so many rows as --copies says, in any groups.
// Prints processor time, since a busy machine stretches the wall clock, and the longest time the event loop stood still.
import { parseArgs } from 'node:util';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { usualAuditOptions } from '../src/audit/auditOptions';
import { auditGroups } from '../src/audit/groups/auditGroups';
import { judgeChecks } from '../src/audit/statistics/judge';
import { seededNumbers } from '../src/data/seededNumbers';
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

const next = seededNumbers(1);
const labels = Array.from({ length: labelCount }, (_, label) => `label${label}`);
const gold = Int32Array.from({ length: count }, () => Math.floor(next() * labelCount));
const columns = Array.from({ length: columnCount }, (_, column) => ({
  name: `column${column}`,
  values: Array.from({ length: count }, () => `${Math.floor(next() * groupCount)}`),
}));
const probabilities = new Float32Array(count * labelCount);
for (let row = 0; row < count; row += 1) {
  let sum = 0;
  for (let label = 0; label < labelCount; label += 1) {
    // The first group of the first column has the last label a little too often.
    const isFavoured = label === labelCount - 1 && columns[0]?.values[row] === '0';
    const power = next() * 3 + Number(gold[row] === label) * 2 + Number(isFavoured) * 0.3;
    probabilities[row * labelCount + label] = Math.exp(power);
    sum += Math.exp(power);
  }
  for (let label = 0; label < labelCount; label += 1)
    probabilities[row * labelCount + label] = (probabilities[row * labelCount + label] ?? 0) / sum;
}
const rows = {
  ...{ path: 'rows.csv', labels, gold, probabilities },
  rows: Int32Array.from({ length: count }, (_, row) => row + 1),
  lines: Int32Array.from({ length: count }, (_, row) => row + 1),
  texts: Array.from(
    { length: count },
    (_, row) => `text ${row % Math.ceil(count / Number(asked.copies))}`,
  ),
};

console.log(describeMachine());
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
const [before, began] = [process.cpuUsage(), performance.now()];
const { checks } = await auditGroups(rows, columns, { ...usualAuditOptions, positive: null });
const judged = judgeChecks(checks, usualAuditOptions);
const { user, system } = process.cpuUsage(before);
delay.disable();
const tally = new Map<string, number>();
for (const { verdict } of judged) tally.set(verdict, (tally.get(verdict) ?? 0) + 1);
console.log(
  `${count} rows, ${columnCount} columns of ${groupCount} groups, ${labelCount} labels: ${judged.length} checks in ` +
    `${((user + system) / 1e6).toFixed(1)} s of processor time, ${((performance.now() - began) / 1e3).toFixed(1)} s by the clock; ` +
    `the event loop stood still for ${(delay.max / 1e6).toFixed(0)} ms at most`,
);
console.log([...tally].map(([verdict, number]) => `${verdict}: ${number}`).join(', '));
