/** Red, green, blue from 0 to 255. */
export type Color = readonly [number, number, number];

/**
 * Reads `#rgb`, `#rrggbb`, `#rrggbbaa`, `rgb(…)` and `rgba(…)` as themes give them; what shines
 * through is `behind`. Null for anything else.
 */
export function parseColor(text: string, behind: Color = [0, 0, 0]): Color | null {
  const hex = /^#([0-9a-f]{3,8})$/i.exec(text.trim())?.[1];
  if (hex !== undefined) {
    const digits = hex.length < 6 ? hex.replace(/./g, '$&$&') : hex;
    const [red = 0, green = 0, blue = 0, alpha = 255] = (digits.match(/../g) ?? []).map((pair) =>
      parseInt(pair, 16),
    );
    return mix(behind, [red, green, blue], alpha / 255);
  }
  const inside = /^rgba?\(([^)]*)\)$/i.exec(text.trim())?.[1];
  if (inside === undefined) return null;
  const parts = inside.split(/[\s,/]+/).filter((part) => part !== '');
  const [red, green, blue, alpha = 1] = parts.map((part) =>
    part.endsWith('%') ? Number(part.slice(0, -1)) / 100 : Number(part),
  );
  if (red === undefined || green === undefined || blue === undefined) return null;
  return mix(behind, [red, green, blue], alpha);
}

/** `share` of `over` laid on `under`. */
export function mix(under: Color, over: Color, share: number): Color {
  const channel = (index: 0 | 1 | 2): number =>
    Math.round(under[index] * (1 - share) + over[index] * share);
  return [channel(0), channel(1), channel(2)];
}

/** WCAG 2 contrast ratio, from 1 to 21. */
export function contrast(a: Color, b: Color): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** The candidate that reads best on a background. */
export function mostReadable(background: Color, candidates: readonly [Color, ...Color[]]): Color {
  return candidates.reduce((best, candidate) =>
    contrast(background, candidate) > contrast(background, best) ? candidate : best,
  );
}

/** As CSS reads it. */
export function printColor([red, green, blue]: Color): string {
  return `rgb(${red} ${green} ${blue})`;
}

function luminance(color: Color): number {
  const [red = 0, green = 0, blue = 0] = color.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
