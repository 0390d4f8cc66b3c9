const thin = ' ';

/** Three significant digits, without the zero in front: .412, 12.3, 1,234. */
export function figure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && size < 0.001) return value.toExponential(2);
  // note: .0412 keeps three decimals, as its neighbours in a table do.
  const digits = size < 1 ? 3 : Math.max(0, 2 - Math.floor(Math.log10(size)));
  const text = value.toLocaleString('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return text.replace(/^(-?)0\./, '$1.');
}

/** 2.8 k, 22.7 M: for counts too long to read. */
export function compact(value: number): string {
  const steps = [
    [1e9, 'G'],
    [1e6, 'M'],
    [1e3, 'k'],
  ] as const;
  const step = steps.find(([size]) => value >= size);
  if (step === undefined) return String(Math.round(value));
  return `${Number((value / step[0]).toPrecision(3))}${thin}${step[1]}`;
}

/** 1.2 GB, 87 MB. */
export function bytes(value: number): string {
  return value < 1_000 ? `${value}${thin}B` : `${compact(value)}B`;
}

/** 12,345 */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** 8 s, 1 m 12 s, 2 h 05 m. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (whole < 60) return `${whole}${thin}s`;
  if (whole < 3_600) return `${Math.floor(whole / 60)}${thin}m ${two(whole % 60)}${thin}s`;
  return `${Math.floor(whole / 3_600)}${thin}h ${two(Math.floor((whole % 3_600) / 60))}${thin}m`;
}

/** What a terminal would obey rather than show is shown. Text of a file may hold anything. */
export function visible(text: string): string {
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '·');
}

/** At most `width` characters, an ellipsis where something is missing. */
export function cut(text: string, width: number): string {
  return text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;
}
