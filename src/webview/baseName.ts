/** A path's last part, on every system. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path;
}
