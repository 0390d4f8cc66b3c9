/** How numbers read, the same in the editor, its pages and the terminal. Pure. */

/** Stands where a figure is unknown or undefined. */
export const noFigure = '–';

/** Three significant digits, no leading zero: `.412`, `1.23`, `12.3`, `1,234`, `1.87e-5`. */
export function formatNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return noFigure;
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-3 || size >= 1e7) {
    return minus(
      value
        .toExponential(2)
        .replace(/\.?0+e/, 'e')
        .replace('e+', 'e'),
    );
  }
  if (size >= 100) return minus(grouped(value));
  return minus(noLeadingZero(value.toPrecision(3)));
}

/** A metric between 0 and 1, always three digits so that columns line up: `.672`, `.050`, `1.00`. */
export function formatMetric(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return formatNumber(value);
  const size = Math.abs(value);
  if (size >= 10) return formatNumber(value);
  const text = value.toFixed(3);
  return minus(noLeadingZero(Math.abs(Number(text)) >= 1 ? value.toFixed(2) : text));
}

/** A p-value: `.041`, or `< .001`, since three digits would say that it is 0. */
export function formatPValue(value: number | null | undefined): string {
  return typeof value === 'number' && value < 0.001 ? '< .001' : formatMetric(value);
}

/** A metric as its scale asks: a loss may be tiny or large, everything else lies between 0 and 1. */
export function formatScore(metric: string, value: number | null | undefined): string {
  return metric === 'loss' ? formatNumber(value) : formatMetric(value);
}

/** `+.012`, `−.004`, `±.000`. */
export function formatDifference(value: number): string {
  const text = formatMetric(Math.abs(value));
  if (Number(text) === 0) return `±${text}`;
  return `${value > 0 ? '+' : '−'}${text}`;
}

/** `.672 ± .014`, the interval as half its width; the bare value where no interval is known. */
export function formatInterval(figure: {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  if (figure.value === null) return noFigure;
  if (figure.low === null || figure.high === null) return formatMetric(figure.value);
  return `${formatMetric(figure.value)} ± ${formatMetric((figure.high - figure.low) / 2)}`;
}

/** A number as somebody would type it: `.05`. */
export function plainNumber(value: number): string {
  return minus(noLeadingZero(String(value)));
}

/** `43,410`. */
export function formatCount(value: number): string {
  return grouped(value);
}

/** note: the first number that is formatted by locale costs a start of the command line 15 ms. */
function grouped(value: number): string {
  const whole = Math.round(value);
  return Number.isSafeInteger(whole)
    ? String(whole).replace(/\B(?=(?:\d{3})+$)/g, ',')
    : whole.toLocaleString('en-US');
}

/** `1 row`, `43,410 rows`. */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `950`, `2.81 k`, `22.7 M`: for rates and parameters. */
export function formatThousands(value: number): string {
  if (!Number.isFinite(value)) return formatNumber(value);
  const [divisor, unit] =
    Math.abs(value) >= 1e9
      ? [1e9, ' G']
      : Math.abs(value) >= 1e6
        ? [1e6, ' M']
        : Math.abs(value) >= 1e3
          ? [1e3, ' k']
          : [1, ''];
  return `${trimZeros((value / divisor).toPrecision(3))}${unit}`;
}

/** `1.2 GB`, `840 MB`: powers of 1,000, as file managers count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  // note: 999.6 kB would round to 1,000 kB.
  const isRound = (power: number): boolean => bytes / 1000 ** power < 999.5;
  const power = units.findIndex((_, at) => isRound(at) || at === units.length - 1);
  return `${trimZeros((bytes / 1000 ** power).toPrecision(3))} ${units[power] ?? 'B'}`;
}

/** `.21 s`, `46 s`, `1 m 12 s`, `3 m 05 s`, `2 h 05 m`, `3 d 04 h`: for what is measured. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return noFigure;
  if (seconds < 0) return `−${formatDuration(-seconds)}`;
  if (seconds === 0) return '0 s';
  if (seconds < 9.95) return `${formatSmallSeconds(seconds)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${pad(whole % 60)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 1440) return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
  const hours = Math.round(seconds / 3600);
  return `${Math.floor(hours / 24)} d ${pad(hours % 24)} h`;
}

/** The same in whole seconds, `under 1 s` at least: for times that are waited for. */
export function formatWholeDuration(seconds: number): string {
  return seconds < 1 ? 'under 1 s' : formatDuration(Math.round(seconds));
}

/** The same with one unit, for places with little room: `1 m`, `40 s`, `2 h`. */
export function formatShortDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} m`;
  return `${Math.round(seconds / 3_600)} h`;
}

/** `46 %`; work that goes on never reads as done. */
export function formatShare(done: number, total: number): string {
  const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
  return `${Math.min(100, percent)} %`;
}

/** `46 %`. */
export function formatPercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function formatSmallSeconds(seconds: number): string {
  return seconds < 1 ? noLeadingZero(seconds.toFixed(2)) : trimZeros(seconds.toFixed(1));
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function trimZeros(text: string): string {
  if (text.includes('e')) return String(Number(text));
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

function noLeadingZero(text: string): string {
  return text.replace(/^(-?)0\./, '$1.');
}

function minus(text: string): string {
  return text.replace(/^-/, '−');
}
