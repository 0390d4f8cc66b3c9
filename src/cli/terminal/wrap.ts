import { cut } from './visibleText';

/** Words in lines of at most `width` characters; further lines begin with `indent`. */
export function wrap(text: string, width: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line.trim() !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    const start = lines.length === 0 ? '' : indent;
    line = line === '' ? start + word : `${line} ${word}`;
  }
  return [...lines, line].map((each) => cut(each, width));
}
