// Makes the sample data: `node scripts/samples.mjs FOLDER`, where FOLDER holds train.tsv, dev.tsv, test.tsv
// and labels.txt of GoEmotions in four groups (samples/data/ATTRIBUTION.md says where they come from).
// The same source gives the same bytes.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

const source = process.argv[2];
if (source === undefined) {
  console.error('Give the folder that holds train.tsv, dev.tsv, test.tsv and labels.txt.');
  process.exit(1);
}
const target = path.resolve(import.meta.dirname, '..', 'samples', 'data');
const seed = 42;

const readLines = (name) =>
  readFileSync(path.join(source, name), 'utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '');
const labels = readLines('labels.txt');

/** Rows that bear exactly one label; the others would teach a single-label classifier noise. */
function oneLabelRows(name) {
  return readLines(name)
    .map((line) => line.split('\t'))
    .filter(([, ids]) => !ids.includes(','))
    .map(([text, id]) => ({ text, label: labels[Number(id)] }));
}

/** Uniform numbers in [0, 1): mulberry32 (Tommy Ettinger, public domain). */
function randomNumbers(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The first `count` rows of a Fisher-Yates shuffle. */
function draw(rows, count) {
  const random = randomNumbers(seed);
  const pool = [...rows];
  for (let place = 0; place < count; place++) {
    const other = place + Math.floor(random() * (pool.length - place));
    [pool[place], pool[other]] = [pool[other], pool[place]];
  }
  return pool.slice(0, count);
}

function write(split, rows) {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(path.join(target, `emotions.${split}.jsonl`), text);
  console.log(`${split}: ${rows.length} rows, ${Buffer.byteLength(text)} bytes`);
}

mkdirSync(target, { recursive: true });
write('train', draw(oneLabelRows('train.tsv'), 4_000));
write('validation', oneLabelRows('dev.tsv').slice(0, 1_000));
write('test', oneLabelRows('test.tsv').slice(0, 1_000));
