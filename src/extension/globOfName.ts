/** A glob that one name alone fits, such as `data[1].jsonl`, whose brackets would be a set of characters. */
export function globOfName(name: string): string {
  return name.replaceAll(/[[\]{}*?]/g, '[$&]');
}
