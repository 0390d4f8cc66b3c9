/** Times are written as text, as JSON would have them: with as many digits behind the second as are not lost, three, six or nine. */

export type TimeUnit = 'MILLIS' | 'MICROS' | 'NANOS';

const perMillisecond: Readonly<Record<TimeUnit, bigint>> = {
  MILLIS: 1n,
  MICROS: 1_000n,
  NANOS: 1_000_000n,
};

/** A time since 1970, without a zone: `2024-02-29T12:30:15.250`. */
export function timestampText(value: bigint, unit: TimeUnit): string {
  const { milliseconds, digits } = split(value, unit);
  const date = new Date(milliseconds);
  // note: a number that is no time is better than none.
  if (Number.isNaN(date.getTime())) return String(value);
  return `${date.toISOString().slice(0, -1)}${digits}`;
}

/** `12:30:15.250` */
export function timeOfDayText(value: bigint, unit: TimeUnit): string {
  const { milliseconds, digits } = split(value, unit);
  const isTime = milliseconds >= 0 && milliseconds < 86_400_000;
  return isTime ? `${new Date(milliseconds).toISOString().slice(11, -1)}${digits}` : String(value);
}

/** `2024-02-29` */
export function dayText(days: number): string {
  const date = new Date(days * 86_400_000);
  return Number.isNaN(date.getTime()) ? String(days) : date.toISOString().slice(0, 10);
}

function split(
  value: bigint,
  unit: TimeUnit,
): { readonly milliseconds: number; readonly digits: string } {
  const per = perMillisecond[unit];
  const rest = ((value % per) + per) % per;
  const milliseconds = Number((value - rest) / per);
  if (rest === 0n) return { milliseconds, digits: '' };
  const digits = String(rest).padStart(String(per).length - 1, '0');
  return { milliseconds, digits: digits.replace(/^(\d{3})000$/, '$1') };
}
