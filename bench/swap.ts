// Speed of the swap engine: node scripts/bench.mjs swap [--rows 100000]
// Rows of 30 words of which two say whom they are about, each swapped along every axis. Prints seconds of processor time.
import { parseArgs } from 'node:util';
import { swapAxisNames } from '../src/data/swap/swapAxis';
import { swapAxes } from '../src/data/swap/swapAxes';
import { swapText } from '../src/data/swap/swapText';
import { describeMachine } from './machine';

const { values: asked } = parseArgs({ options: { rows: { type: 'string', default: '100000' } } });
const rows = Number(asked.rows);
const filler =
  'the weather was fine and nobody expected what came next in this small town by the river where trains stop twice a day'.split(
    ' ',
  );
let state = 42;
const below = (limit: number): number => {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return Math.floor((state / 4_294_967_296) * limit);
};

console.log(describeMachine());
for (const axis of swapAxisNames) {
  const words = swapAxes[axis].lists.flatMap(({ words: list }) =>
    list.split(/[\n|]/).flatMap((each) => (/\p{L}/u.test(each) ? [each.trim()] : [])),
  );
  const texts = Array.from({ length: rows }, () => {
    const text = Array.from({ length: 28 }, () => filler[below(filler.length)] ?? '');
    for (let term = 0; term < 2; term += 1)
      text.splice(below(28), 0, `${words[below(words.length)] ?? ''} people`);
    return text.join(' ');
  });
  const before = process.cpuUsage().user;
  let swapped = 0;
  for (const text of texts) if (swapText(text, axis) !== null) swapped += 1;
  const seconds = (process.cpuUsage().user - before) / 1e6;
  console.log(`${axis}: ${rows} rows, ${swapped} swapped, ${seconds.toFixed(2)} s`);
}
