import { baseName } from './baseName';
import { linkButton } from './controls';

/** Asks the host to open a line of a data file. */
export type OpenRow = (path: string, line: number) => void;

/** `test.jsonl:412`, which opens the line. */
export function rowLink(path: string, line: number, onRow: OpenRow): HTMLElement {
  const title = `Open ${path} at line ${line}`;
  return linkButton(`${baseName(path)}:${line}`, () => onRow(path, line), title);
}
