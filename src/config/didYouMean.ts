import { nearestBy, plainWord } from '../protocol/nearestWord';
import type { DocumentKind } from './documentKind';
import { keyPathsIn, keysIn } from './schemaPlaces';

/**
 * The key probably meant by an unknown one, as its path from the root; null when nothing is near.
 * @param root the whole value, when there is one: see `schemasIn`
 */
export function nearestKey(
  kind: DocumentKind,
  path: readonly (string | number)[],
  root?: unknown,
): readonly (string | number)[] | null {
  const name = String(path.at(-1) ?? '');
  const section = path.slice(0, -1);
  const plain = plainWord(name);
  if (Object.hasOwn(kind.knownElsewhere, plain))
    return kind.knownElsewhere[plain]?.split('.') ?? null;
  const schema = kind.schema();
  const here = keysIn(schema, section, root).map((key) => [...section, key]);
  const lastOf = (key: readonly (string | number)[]): string => String(key.at(-1) ?? '');
  return nearestBy(name, here, lastOf) ?? nearestBy(name, keyPathsIn(schema), lastOf);
}
