/** Prose in which no number stands at the end of a line, parted from its unit or its percent sign. */
export function unbroken(prose: string): string {
  return prose.replace(/(\d) (?=(?:%|ms|s|m|h|B|[kMG]B)(?![\p{L}\d]))/gu, '$1\u00a0');
}
