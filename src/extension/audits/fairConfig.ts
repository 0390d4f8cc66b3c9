import { applyEdits, modify } from 'jsonc-parser';

const formattingOptions = { insertSpaces: true, tabSize: 2, eol: '\n' };

/**
 * The text of a run config with keys of its section "mitigation" set; all else, comments included, stays. What null turns off is
 * written only where the config has it on. The comments come first, a line each.
 */
export function fairConfig(
  text: string,
  mitigation: Readonly<Record<string, unknown>>,
  comments: readonly string[],
): string {
  let changed = text;
  for (const [key, value] of Object.entries(mitigation)) {
    const isOff = value === null || value === false;
    if (isOff && !changed.includes(`"${key}"`)) continue;
    const edits = modify(changed, ['mitigation', key], value, { formattingOptions });
    changed = applyEdits(changed, edits);
  }
  return `${comments.map((comment) => `// ${comment}\n`).join('')}${changed}`;
}

/** `emotions-fair` for a config `emotions`, or `emotions-fair-2` when that is taken. */
export function fairName(name: string, isTaken: (name: string) => boolean): string {
  const base = `${name.replace(/-fair(-\d+)?$/, '')}-fair`;
  for (let count = 1; ; count += 1) {
    const candidate = count === 1 ? base : `${base}-${count}`;
    if (!isTaken(candidate)) return candidate;
  }
}
