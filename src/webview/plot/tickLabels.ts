import { formatNumber, formatThousands } from '../../protocol/formatNumber';
import type { XAxis } from './curves';

/** Labels of the ticks of an x axis: `1.2 k`, `.25`, `1 m 30 s`, `2 m`. */
export function xTickLabels(axis: XAxis, ticks: readonly number[]): string[] {
  switch (axis) {
    case 'time':
      return ticks.map(exactDuration);
    case 'step':
      return tickLabels(formatThousands, ticks);
    case 'epoch':
      return tickLabels(formatNumber, ticks);
  }
}

/**
 * Labels in the words of `format`, unless those round a tick away from where it stands, as on a narrow range: then as
 * many digits as the ticks have. No two ticks read alike.
 */
export function tickLabels(format: (value: number) => string, ticks: readonly number[]): string[] {
  const values = ticks.map((tick) => Number(tick.toPrecision(12)));
  const distance = Math.min(...values.slice(1).map((value, at) => value - (values[at] ?? 0)));
  const labels = values.map((value) => (value === 0 ? '0' : trimZeros(format(value))));
  const isTrue = labels.every(
    (label, at) => Math.abs(readLabel(label) - (values[at] ?? 0)) < distance / 100,
  );
  return isTrue || values.length < 2 ? labels : exactLabels(values);
}

/** Ticks stand at round numbers: `.50` is `.5`, `2.00` is `2`. */
function trimZeros(text: string): string {
  return text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');
}

const factors: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 };

/** The number a label says; NaN for what is none. */
function readLabel(label: string): number {
  const [, digits = '', unit = ''] = /^(.*?)(?:\s([kMG]))?$/u.exec(label) ?? [];
  const plain = digits.replaceAll(',', '').replace(/^−/, '-');
  return plain === '' ? NaN : Number(plain) * (factors[unit] ?? 1);
}

/** All with the same number of digits behind the point, as many as the longest needs. */
function exactLabels(values: readonly number[]): string[] {
  const isSmall = Math.max(...values.map(Math.abs)) < 1e-3;
  const write = (value: number, digits: number): string =>
    isSmall
      ? value.toExponential(digits)
      : value.toLocaleString('en-US', {
          minimumFractionDigits: digits,
          maximumFractionDigits: digits,
        });
  const isEnough = (value: number, digits: number): boolean =>
    Math.abs(Number(write(value, digits).replaceAll(',', '')) - value) <= Math.abs(value) * 1e-12;
  const digits = Math.max(
    ...values.map((value) => mantissa.find((count) => isEnough(value, count)) ?? mostDigits),
  );
  return values.map((value) =>
    value === 0
      ? '0'
      : write(value, digits)
          .replace(/^(-?)0\./, '$1.')
          .replace(/^-/, '−'),
  );
}

const mostDigits = 12;
const mantissa = Array.from({ length: mostDigits + 1 }, (_, count) => count);

/** `.5 s`, `1 m 30 s`, `2 m`, `2 h 05 m 10 s`: parts of no length at the end are left out. */
function exactDuration(seconds: number): string {
  if (seconds === 0) return '0';
  const tenths = Math.round(Math.abs(seconds) * 10);
  const units = [
    [864_000, 'd'],
    [36_000, 'h'],
    [600, 'm'],
  ] as const;
  let rest = tenths;
  const parts: string[] = [];
  for (const [size, unit] of units) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (parts.length > 0 || count > 0) parts.push(`${padded(count, parts)} ${unit}`);
  }
  if (rest > 0) parts.push(`${padded(rest / 10, parts)} s`.replace(/^0\./, '.'));
  const text = parts.join(' ').replace(/( 00 [hm])+$/, '');
  return seconds < 0 ? `−${text}` : text;
}

function padded(count: number, before: readonly string[]): string {
  return before.length > 0 && count < 10 ? `0${count}` : String(count);
}
