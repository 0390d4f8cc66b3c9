import path from 'node:path';

/**
 * The folder that tells each file from others of its name: `sst2` for sst2/train.tsv beside goemotions/train.tsv; as many
 * folders as it takes. A file whose name no other has is left out. Takes time in proportion to the files, of which there may
 * be thousands.
 */
export function foldersThatTell(files: readonly string[]): ReadonlyMap<string, string> {
  const byName = new Map<string, string[]>();
  for (const file of files) {
    const name = path.basename(file);
    const own = byName.get(name);
    if (own === undefined) byName.set(name, [file]);
    else own.push(file);
  }
  const found = new Map<string, string>();
  for (const alike of byName.values()) if (alike.length > 1) tellApart(alike, found);
  return found;
}

/** Files of one name, which are not told apart by so few folders, go into the next round with one more. */
function tellApart(alike: readonly string[], found: Map<string, string>): void {
  let left = alike.map((file) => ({ file, folders: path.dirname(file).split(path.sep) }));
  for (let depth = 1; left.length > 0; depth++) {
    const tailOf = (folders: readonly string[]): string => folders.slice(-depth).join('/');
    const counts = new Map<string, number>();
    for (const { folders } of left)
      counts.set(tailOf(folders), (counts.get(tailOf(folders)) ?? 0) + 1);
    left = left.filter(({ file, folders }) => {
      const tail = tailOf(folders);
      if (depth < folders.length && (counts.get(tail) ?? 0) > 1) return true;
      found.set(file, tail);
      return false;
    });
  }
}
