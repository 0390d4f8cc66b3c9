import type { DataFormat } from '../../../src/protocol/runConfig';
import type { Row } from '../../../src/data/readers/row';
import type { SeededRandom } from './seededRandom';

const pieces = [
  ...['a', 'word', ' ', 'é', '漢字', '🙂', '\u2028', '\uFEFF', '"', '""', "'", ',', ';', '|', '\\'],
  ...['{', '}', '[', ']', ':', '#', '=', '\u0000', '\u0007', '0', '-1.5', 'null', '\\n', '﷽'],
];
const breaks = ['\n', '\r\n', '\r', '\t'];

function someText(random: SeededRandom, extra: readonly string[]): string {
  const all = [...pieces, ...extra];
  const text = Array.from({ length: random.below(8) }, () => random.pick(all)).join('');
  return text;
}

/** Rows as a careful tool writes them, and the lines on which they then stand. */
export function compose(random: SeededRandom, format: DataFormat): { text: string; rows: Row[] } {
  const ending = random.pick(['\n', '\r\n', '\r']);
  const names = ['text', 'label', 'x y'];
  const rows: Row[] = [];
  let text = '';
  const lines = (): number => text.split(/\r\n|\r|\n/).length;
  const blank = (): void => {
    while (random.chance(0.15)) text += ending;
  };
  const count = random.below(7);
  if (format === 'json') text += '[';
  if (format === 'csv' || format === 'tsv') {
    blank();
    text += names.join(format === 'csv' ? ',' : '\t') + ending;
  }
  for (let row = 1; row <= count; row += 1) {
    if (format === 'json' && row > 1) text += random.pick([',', ` ,${ending}`, `${ending},\t`]);
    if (format === 'csv') blank();
    if (format === 'json' || format === 'jsonl' || format === 'tsv') blank();
    const line = lines();
    const isTable = format === 'csv' || format === 'tsv';
    // NUL in the first bytes says "binary"; tables keep it out, JSON writes it as an escape.
    const cell = (): string => {
      const made = someText(random, format === 'tsv' ? [] : breaks);
      return isTable ? made.replaceAll('\u0000', '') : made;
    };
    const values = { text: cell(), label: `l${random.below(3)}`, 'x y': cell() };
    if (isTable) {
      const quoted = (value: string): string => `"${value.replaceAll('"', '""')}"`;
      const cells = Object.values(values).map((value) =>
        /[",\r\n\t]/.test(value) || random.chance(0.3) ? quoted(value) : value,
      );
      text += cells.join(format === 'csv' ? ',' : '\t');
    } else {
      const isWide = format === 'json' && random.chance(0.5);
      text += JSON.stringify(values, null, isWide ? 1 : 0).replaceAll('\n', ending);
    }
    rows.push({ row, line, endLine: lines(), values });
    if (format === 'jsonl' || isTable) text += ending;
  }
  if (format === 'json') text += ` ]${ending}`;
  else if (rows.length > 0 && random.chance(0.5)) text = text.slice(0, -ending.length);
  return { text, rows };
}

/** Text as bytes in one of the encodings that a mark tells, or UTF-8 without one. */
export function encode(random: SeededRandom, text: string): Uint8Array {
  const encoding = random.pick(['utf8', 'utf8-marked', 'utf16le', 'utf16be']);
  if (encoding === 'utf8') return Buffer.from(text.replace(/^\uFEFF/, ''));
  if (encoding === 'utf8-marked') return Buffer.from(`\uFEFF${text}`);
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return encoding === 'utf16le' ? bytes : bytes.swap16();
}
