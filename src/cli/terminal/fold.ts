/**
 * Parts side by side, in as many lines of at most `width` characters as they need; further lines are indented. A line
 * breaks between parts only, so that a name never loses its figure.
 */
export function foldParts(parts: readonly string[], separator: string, width: number): string[] {
  const lines: string[] = [];
  let line: string | null = null;
  for (const part of parts) {
    const longer: string = line === null ? part : `${line}${separator}${part}`;
    if (line === null || longer.length <= width) {
      line = longer;
      continue;
    }
    lines.push(line);
    line = `${indent}${part}`;
  }
  return line === null ? lines : [...lines, line];
}

const indent = '    ';
