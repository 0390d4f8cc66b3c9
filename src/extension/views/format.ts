/** How numbers read in trees, tooltips and the status bar. Pure. */

/** Three significant digits without a leading zero: `.672`, `1.23`, `2.00e-5`. */
export function formatFigure(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e6) return value.toExponential(2);
  const text = size >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return text.replace(/^(-?)0\./, '$1.');
}

/** `45 s`, `1 m 12 s`, `2 h 05 m`, `3 d 4 h`; below a second `under 1 s`. */
export function formatDuration(seconds: number): string {
  if (seconds < 1) return 'under 1 s';
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} m ${twoDigits(whole % 60)} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${twoDigits(minutes % 60)} m`;
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** The same with one unit, for places with little room: `1 m`, `40 s`, `2 h`. */
export function formatShortDuration(seconds: number): string {
  if (seconds < 60) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 3_600) return `${Math.round(seconds / 60)} m`;
  return `${Math.round(seconds / 3_600)} h`;
}

/** Decimal units as file managers show them: `980 B`, `24.1 kB`, `1.2 GB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? value.toFixed(0) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

/** `43,410` in every locale, as the rest of the product writes it. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** `46 %`; done work never reads as 100 % before the end. */
export function formatShare(done: number, total: number): string {
  const percent = total > 0 ? Math.floor((100 * done) / total) : 0;
  return `${Math.min(100, percent)} %`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
