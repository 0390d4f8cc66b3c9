import type { z } from 'zod';
import { nearestWord } from '../protocol/nearestWord';
import { nearestKey } from './didYouMean';
import type { DocumentKind } from './documentKind';
import { mostProblems } from './problem';
import type { Finding } from './problem';
import { keysIn, schemasIn, unfold, valueAt } from './schemaPlaces';
import type { JsonSchema, SingleSchema } from './schemaPlaces';

type Issue = z.core.$ZodIssue;
type Path = readonly (string | number)[];

/** A text that broke its definition: what it is, and what it holds. */
interface Checked {
  readonly kind: DocumentKind;
  readonly root: unknown;
}

/** What validation found, in our words: the key, what it is, what it may be, what to do. */
export function findingsFrom(
  issues: readonly Issue[],
  root: unknown,
  kind: DocumentKind,
): Finding[] {
  const checked = { kind, root };
  const all = issues.slice(0, mostProblems).flatMap((issue) => explain(issue, [], checked));
  // A value may break two limits at once; one sentence names both.
  const findings = [
    ...new Map(all.map((finding) => [JSON.stringify(finding.path), finding])).values(),
  ];
  // One sentence about a later method says it all: its own settings need none each.
  const later = findings
    .filter(({ code }) => code === 'later')
    .map(({ path }) => path.slice(0, -1));
  return findings.filter(
    ({ code, path }) =>
      code !== 'unknown-key' ||
      !later.some((section) => section.length > 0 && startsWith(path, section)),
  );
}

function explain(issue: Issue, before: Path, checked: Checked): Finding[] {
  const path = [...before, ...issue.path.map((part) => (typeof part === 'symbol' ? '' : part))];
  if (issue.code === 'invalid_union') {
    const branch = chosenBranch(issue.errors);
    if (branch !== null) return branch.flatMap((inner) => explain(inner, path, checked));
  }
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, mostProblems).map((key) => unknownKey([...path, key], checked));
  }
  return [wrongValue(path, checked, issue)];
}

/** The alternative the user had in mind: the one whose outermost type fits. */
function chosenBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const fitting = branches.filter((issues) => issues.every(({ path }) => path.length > 0));
  const inner = branches.filter((issues) =>
    issues.some(({ path, code }) => path.length > 0 || code === 'unrecognized_keys'),
  );
  return fitting[0] ?? inner[0] ?? null;
}

function unknownKey(path: Path, { kind, root }: Checked): Finding {
  const later = kind.laterKey(String(path.at(-1) ?? ''));
  if (later !== null) return { code: 'later', path, at: 'key', ...later };
  const near = nearestKey(kind, path, root);
  const section = path.slice(0, -1);
  const allowed = keysIn(kind.schema(), section, root).filter((name) => name !== '$schema');
  return {
    code: 'unknown-key',
    path,
    at: 'key',
    message: `Unknown key ${kind.sayKey(path, root)}.`,
    next:
      near === null
        ? `Allowed here: ${allowed.join(', ')}.`
        : `Did you mean ${isBeside(near, section) ? `"${near.at(-1) ?? ''}"` : kind.sayKey(near, root)}?`,
  };
}

/** Whether a key stands in this very entry of a list: then its name alone says which is meant. */
function isBeside(near: Path, section: Path): boolean {
  const isEntry = section.some((part) => typeof part === 'number');
  return isEntry && near.length === section.length + 1 && startsWith(near, section);
}

function wrongValue(path: Path, checked: Checked, issue: Issue): Finding {
  const { kind, root } = checked;
  const key = path.join('.');
  const name = kind.sayKey(path, root);
  const value = valueAt(root, path);
  const places = schemasIn(kind.schema(), path, root);
  const allowed = allowedValues(places);
  if (value === undefined) {
    const other = otherKeyFor(path, checked);
    return {
      code: 'missing-key',
      path,
      at: 'value',
      message: `${name} is missing.`,
      next:
        other === null
          ? (exampleIn(places, path) ?? `Add it: ${allowed}.`)
          : `Write "${path.at(-1) ?? ''}" in place of "${other}".`,
    };
  }
  if (path.length === 0) {
    return {
      code: 'type',
      path,
      at: 'value',
      message: `A ${kind.name} is one object, not ${describe(value)}.`,
      next: `Write ${kind.skeleton}.`,
    };
  }
  const later = kind.laterValue(key, value);
  if (later !== null) return { code: 'later', path, at: 'value', ...later };
  const near = typeof value === 'string' ? nearestWord(value, words(places)) : null;
  const isRange = issue.code === 'too_small' || issue.code === 'too_big';
  return {
    code: isRange ? 'range' : issue.code === 'invalid_type' ? 'type' : 'value',
    path,
    at: 'value',
    message: `${name} is ${describe(value)}.`,
    next: near === null ? `Allowed: ${allowed}.` : `Did you mean "${near}"? Allowed: ${allowed}.`,
  };
}

/** An unknown key beside a missing one that holds a word which only the missing one takes; null: there is none. */
function otherKeyFor(path: Path, { kind, root }: Checked): string | null {
  const section = path.slice(0, -1);
  const meant = words(schemasIn(kind.schema(), path, root));
  const known = keysIn(kind.schema(), section, root);
  const object = valueAt(root, section);
  if (typeof object !== 'object' || object === null) return null;
  const beside = Object.entries(object as Readonly<Record<string, unknown>>);
  const other = beside.find(
    ([key, value]) => !known.includes(key) && typeof value === 'string' && meant.includes(value),
  );
  return other?.[0] ?? null;
}

function exampleIn(places: readonly SingleSchema[], path: Path): string | null {
  const example = places.flatMap(({ examples }) => examples ?? [])[0];
  return example === undefined
    ? null
    : `Add it, such as "${path.at(-1) ?? ''}": ${JSON.stringify(example)}.`;
}

/** "a whole number from 1 to 4,096 or null". */
export function allowedValues(places: readonly SingleSchema[]): string {
  return [...new Set(places.map(allowedBy))].join(' or ');
}

function allowedBy(schema: SingleSchema): string {
  const { type, items } = schema;
  if (schema.enum !== undefined)
    return schema.enum.map((value) => JSON.stringify(value)).join(', ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  switch (type) {
    case 'integer':
      return `a whole number${limits(schema)}`;
    case 'number':
      return `a number${limits(schema)}`;
    case 'boolean':
      return 'true or false';
    case 'string':
      return 'a string';
    case 'array':
      return `a list of ${items === undefined ? 'values' : allowedItems(items)}`;
    case 'object': {
      const names = Object.keys(schema.properties ?? {});
      if (names.length > 0) return `an object with ${names.join(', ')}`;
      return `an object {"NAME": ${namedValue(schema)}}`;
    }
    case 'null':
    case undefined:
    default:
      return type ?? 'a value';
  }
}

/** Longer lists of words are not listed in a sentence. */
const mostWords = 20;

function allowedItems(items: JsonSchema): string {
  if (items.enum === undefined) {
    const kinds = [...new Set(unfold(items).map(({ type }) => pluralOf(type)))];
    return kinds.join(kinds.length === 2 ? ' or ' : ', ');
  }
  const all = items.enum.map((value) => JSON.stringify(value));
  return all.length <= mostWords
    ? all.join(', ')
    : `strings such as ${all.slice(0, 3).join(', ')} (${all.length} in all)`;
}

function pluralOf(type: string | undefined): string {
  return type === undefined ? 'values' : `${type}s`;
}

function namedValue({ additionalProperties }: SingleSchema): string {
  const type = typeof additionalProperties === 'object' ? additionalProperties.type : undefined;
  return type === 'string' ? '"NEW NAME"' : 'number';
}

function limits({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: SingleSchema): string {
  const print = (limit: number): string => limit.toLocaleString('en-US');
  const low = minimum !== undefined ? ` from ${print(minimum)}` : '';
  const above = exclusiveMinimum !== undefined ? ` above ${print(exclusiveMinimum)}` : '';
  const high =
    maximum !== undefined
      ? low === ''
        ? `, at most ${print(maximum)}`
        : ` to ${print(maximum)}`
      : exclusiveMaximum !== undefined
        ? ` to below ${print(exclusiveMaximum)}`
        : '';
  return `${low}${above}${high}`;
}

function words(places: readonly SingleSchema[]): string[] {
  return places
    .flatMap((schema) => [...(schema.enum ?? []), schema.const])
    .filter((value) => typeof value === 'string');
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (value === '') return 'empty';
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}

function startsWith(path: Path, start: Path): boolean {
  return start.every((part, index) => path[index] === part);
}
