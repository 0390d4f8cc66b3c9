/** The part of JSON schema that our definitions can produce. */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
}

/** A schema without alternatives. */
export type SingleSchema = Omit<JsonSchema, 'type' | 'anyOf' | 'oneOf'> & {
  readonly type?: string;
};

type Path = readonly (string | number)[];

/**
 * All schemas a value at this place may follow, alternatives unfolded; empty for an unknown place.
 * @param root the whole value, when there is one: alternatives told apart by a constant key (`"type"`) are narrowed to
 * the one it chose
 */
export function schemasIn(schema: JsonSchema, path: Path, root?: unknown): readonly SingleSchema[] {
  let value = root;
  let places = narrowed(unfold(schema), value);
  for (const part of path) {
    value = memberOf(value, part);
    places = places.flatMap((place) => {
      const child = typeof part === 'number' ? place.items : childOf(place, part);
      return child === undefined ? [] : unfold(child);
    });
    places = narrowed(places, value);
  }
  return places;
}

/** Keys an object at this place may have. */
export function keysIn(schema: JsonSchema, path: Path, root?: unknown): readonly string[] {
  const keys = schemasIn(schema, path, root).flatMap(({ properties }) =>
    Object.keys(properties ?? {}),
  );
  return [...new Set(keys)];
}

/** Every key as a path of names, sections included, lists left out. */
export function keyPathsIn(
  schema: JsonSchema,
  path: readonly string[] = [],
): readonly (readonly string[])[] {
  return keysIn(schema, path).flatMap((key) => {
    const inner = [...path, key];
    return [inner, ...keyPathsIn(schema, inner)];
  });
}

/** The value at a place of a parsed text; undefined where there is none. */
export function valueAt(root: unknown, path: Path): unknown {
  return path.reduce(memberOf, root);
}

function memberOf(value: unknown, part: string | number): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, part)
    ? (value as Record<string | number, unknown>)[part]
    : undefined;
}

/** Those alternatives whose constant keys have the value's own; all when none does. */
function narrowed(places: readonly SingleSchema[], value: unknown): readonly SingleSchema[] {
  if (typeof value !== 'object' || value === null) return places;
  const fitting = places.filter(({ properties }) =>
    Object.entries(properties ?? {}).every(
      ([key, inner]) => inner.const === undefined || memberOf(value, key) === inner.const,
    ),
  );
  return fitting.length === 0 ? places : fitting;
}

function childOf(schema: SingleSchema, key: string): JsonSchema | undefined {
  if (schema.properties !== undefined && Object.hasOwn(schema.properties, key)) {
    return schema.properties[key];
  }
  return typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
}

/** The alternatives that a schema is one of; itself, where it has none. */
export function unfold(schema: JsonSchema): readonly SingleSchema[] {
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return alternatives.flatMap(unfold);
  const { type, ...rest } = schema;
  if (type === undefined) return [rest];
  return [type].flat().map((one) => ({ ...rest, type: one }));
}
