import type { SchemaElement, SchemaTree } from 'hyparquet';
import { decimalText, isExact } from './exactDigits';
import { dayText, timeOfDayText, timestampText, type TimeUnit } from './parquetTimes';
import { plainValue } from './parquetValue';
import type { ReadOptions } from './row';

export type ConvertValue = (value: unknown) => unknown;

interface ConverterOptions {
  readonly exactNumber: ReadOptions['exactNumber'];
  /** Whether a column has whole numbers that no double holds. */
  readonly isLong: (leaf: SchemaTree) => boolean;
}

/**
 * How values of a column become those of rows. Takes the marks off the schema for which the library would make something of the
 * values that loses some of them. Values of structs are found under the names their parts have when they are converted.
 */
export function parquetConverter(node: SchemaTree, options: ConverterOptions): ConvertValue {
  const convert = ofOne(node, options);
  return node.element.repetition_type === 'REPEATED' ? listOf(convert) : convert;
}

function ofOne(node: SchemaTree, options: ConverterOptions): ConvertValue {
  const { element, children } = node;
  if (children.length === 0) return ofLeaf(node, options);
  const logical = element.logical_type?.type;
  if (logical === 'VARIANT' || logical === 'FILE') return (value) => plainValue(value);
  const [child] = children;
  const isOnly = child !== undefined && children.length === 1;
  const isRepeated = isOnly && child.element.repetition_type === 'REPEATED';
  if (isRepeated && isList(element) && child.children.length < 2) {
    const [inner] = child.children;
    // note: old writers repeat the item itself, without a part of its own around it.
    return inner === undefined
      ? listOf(ofOne(child, options))
      : listOf(parquetConverter(inner, options));
  }
  if (isRepeated && isMap(element) && child.children.length === 2)
    return ofMap(child, element, options);
  return ofStruct(children, options);
}

function isList({ converted_type: kind }: SchemaElement): boolean {
  return kind === 'LIST';
}

function isMap({ converted_type: kind, logical_type: logical }: SchemaElement): boolean {
  return kind === 'MAP' || kind === 'MAP_KEY_VALUE' || logical?.type === 'MAP';
}

function listOf(convert: ConvertValue): ConvertValue {
  return (value) => {
    if (value === null || value === undefined) return null;
    return Array.from(value as ArrayLike<unknown>, convert);
  };
}

function ofStruct(children: readonly SchemaTree[], options: ConverterOptions): ConvertValue {
  const parts = children.map((child) => ({
    name: child.element.name,
    element: child.element,
    convert: parquetConverter(child, options),
  }));
  return (value) => {
    if (value === null || value === undefined) return null;
    const given = value as Readonly<Record<string, unknown>>;
    // note: its parts bear other names by now; those of rows are the file's.
    return Object.fromEntries(
      parts.map(({ name, element, convert }) => [name, convert(given[element.name])]),
    );
  };
}

/** An object where each key stands once, as most maps are; else a list of keys and values. */
function ofMap(pair: SchemaTree, element: SchemaElement, options: ConverterOptions): ConvertValue {
  delete element.converted_type;
  delete element.logical_type;
  delete pair.element.converted_type;
  const [key, value] = pair.children.map((part) => ({
    element: part.element,
    convert: parquetConverter(part, options),
  }));
  return (map) => {
    if (map === null || map === undefined || key === undefined || value === undefined) return null;
    const pairs = (map as Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>)[
      pair.element.name
    ];
    const entries = (pairs ?? []).map((each): readonly [unknown, unknown] => [
      key.convert(each[key.element.name]),
      value.convert(each[value.element.name]),
    ]);
    const names = new Set(entries.map(([name]) => String(name)));
    const isPlain = entries.every(([name]) => typeof name !== 'object' || name === null);
    return names.size === entries.length && isPlain
      ? Object.fromEntries(entries.map(([name, each]) => [String(name), each]))
      : entries.map(([name, each]) => ({ key: name, value: each }));
  };
}

function ofLeaf(node: SchemaTree, options: ConverterOptions): ConvertValue {
  const { element } = node;
  const { type, converted_type: kind, logical_type: logical, scale = 0 } = element;
  const raw = (convert: ConvertValue): ConvertValue => {
    delete element.converted_type;
    delete element.logical_type;
    return (value) => (value === null || value === undefined ? null : convert(value));
  };
  if (kind === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const places = logical?.type === 'DECIMAL' ? logical.scale : scale;
    return raw((value) => numberOf(decimalText(wholeOf(value), places), options));
  }
  const unit = unitOf(element);
  if (unit !== null && isTimeOfDay(element))
    return raw((value) => timeOfDayText(wholeOf(value), unit));
  if (unit !== null) {
    const isLocal = logical?.type === 'TIMESTAMP' && !logical.isAdjustedToUTC;
    return raw((value) => `${timestampText(wholeOf(value), unit)}${isLocal ? '' : 'Z'}`);
  }
  if (kind === 'DATE' || logical?.type === 'DATE') return raw((value) => dayText(Number(value)));
  const isUnsigned = kind === 'UINT_64' || (logical?.type === 'INTEGER' && !logical.isSigned);
  if (type === 'INT64') {
    const isLong = options.isLong(node);
    const give = (value: bigint): unknown =>
      isLong && options.exactNumber === undefined
        ? String(value)
        : numberOf(String(value), options);
    return raw((value) => give(isUnsigned ? BigInt.asUintN(64, wholeOf(value)) : wholeOf(value)));
  }
  if (type === 'FLOAT' || type === 'DOUBLE' || logical?.type === 'FLOAT16')
    return (value) => floatOf(value, options);
  return (value) => plainValue(value);
}

/** note: what JSON cannot say (-0, NaN, infinities) stays a number unless every digit is to be kept. */
function floatOf(value: unknown, { exactNumber }: ConverterOptions): unknown {
  if (typeof value !== 'number') return null;
  if (exactNumber === undefined) return value;
  if (Object.is(value, -0)) return exactNumber('-0.0');
  return Number.isFinite(value) ? value : exactNumber(String(value));
}

function numberOf(digits: string, { exactNumber = String }: ConverterOptions): unknown {
  // note: a double says every number of fifteen digits again.
  return digits.length <= 15 || isExact(digits) ? Number(digits) : exactNumber(digits);
}

function wholeOf(value: unknown): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  if (!(value instanceof Uint8Array)) throw new Error('a number has no digits');
  if (value.length === 0) return 0n;
  const whole = BigInt(`0x${Buffer.from(value).toString('hex')}`);
  return BigInt.asIntN(value.length * 8, whole);
}

function unitOf({ converted_type: kind, logical_type: logical }: SchemaElement): TimeUnit | null {
  if (logical?.type === 'TIMESTAMP' || logical?.type === 'TIME') return logical.unit;
  if (kind === 'TIMESTAMP_MILLIS' || kind === 'TIME_MILLIS') return 'MILLIS';
  return kind === 'TIMESTAMP_MICROS' || kind === 'TIME_MICROS' ? 'MICROS' : null;
}

function isTimeOfDay({ converted_type: kind, logical_type: logical }: SchemaElement): boolean {
  return logical?.type === 'TIME' || kind === 'TIME_MILLIS' || kind === 'TIME_MICROS';
}
