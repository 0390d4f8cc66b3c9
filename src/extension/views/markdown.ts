/** Text from files and people as plain text inside Markdown: no link, image, tag or table cell of its own. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_{}[\]()#+\-.!|<>~$&:]/g, (character) => `\\${character}`)
    .replace(/\s+/g, ' ');
}

/** A two-column table without visible heads, from rows whose values are plain text. */
export function markdownTable(rows: readonly (readonly [string, string])[]): string {
  const lines = rows.map(([key, value]) => `| ${escapeMarkdown(key)} | ${escapeMarkdown(value)} |`);
  return ['| | |', '|:--|:--|', ...lines].join('\n');
}
