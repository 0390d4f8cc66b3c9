import { modify } from 'jsonc-parser';
import type { OffsetEdit } from './inverseEdits';

/** The edits that write `training.maxLength` into the text of a run config; all else, comments included, stays. */
export function maxLengthEdits(text: string, maxLength: number): readonly OffsetEdit[] {
  const edits = modify(text, ['training', 'maxLength'], maxLength, {
    formattingOptions: layoutOf(text),
  });
  return edits.map(({ offset, length, content }) => ({
    start: offset,
    end: offset + length,
    text: content,
  }));
}

/** How a config is laid out already. */
function layoutOf(text: string): { insertSpaces: boolean; tabSize: number; eol: string } {
  const [, indent = '  '] = /^([ \t]+)\S/m.exec(text) ?? [];
  return {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.startsWith('\t') ? 4 : indent.length,
    eol: text.includes('\r\n') ? '\r\n' : '\n',
  };
}
