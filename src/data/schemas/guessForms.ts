import { labelNames, textNames } from '../../protocol/fieldNames';
import { looksNumeric } from '../looksNumeric';
import { isRecord } from './columnPath';
import { isLanguage, isText, schemaForms } from './schemaColumns';
import type { SchemaForm } from './schemaColumns';

type Sample = readonly { readonly values: Readonly<Record<string, unknown>> }[];

/** Below this many rows, how often a value occurs says nothing. */
const fewRows = 20;

/** Forms whose columns have names of their own, so that their values have to tell; the more certain first. */
export function guessForms(sample: Sample, present: readonly string[]): readonly SchemaForm[] {
  return [...languagePairs(sample, present), ...textAndLabel(sample, present)];
}

/** `{translation: {en, de}}`, or a column a language. */
function languagePairs(sample: Sample, present: readonly string[]): readonly SchemaForm[] {
  const nested = sample.map(({ values }) => values.translation).find(isRecord);
  const within = Object.keys(nested ?? {}).map((key) => `translation.${key}`);
  const pairs = [within, present.filter(isLanguage)].filter((names) => names.length === 2);
  return pairs.map(([source = '', target = '']) => ({
    name: 'parallel',
    columns: [
      { key: 'source', names: [source], isRequired: true, accepts: isText },
      { key: 'target', names: [target], isRequired: true, accepts: isText },
    ],
  }));
}

/** The only column of texts, or the only one of sentences; the only other column, or the only one whose values repeat. */
function textAndLabel(sample: Sample, present: readonly string[]): readonly SchemaForm[] {
  const columns = present.map((name) => describe(name, sample));
  const texts = columns.filter(
    ({ isText, name }) => isText && !labelNames.includes(name.toLowerCase()),
  );
  const named = texts.find(({ name }) => textNames.includes(name.toLowerCase()));
  const sentences = texts.filter(({ isSentences }) => isSentences);
  const text =
    named ?? (texts.length === 1 ? texts[0] : sentences.length === 1 ? sentences[0] : undefined);
  if (text === undefined) return [];
  const others = columns.filter((column) => column !== text && !column.isEmpty);
  const repeating = others.filter(({ repeats }) => repeats);
  const label =
    others.find(({ name, isScalar }) => isScalar && labelNames.includes(name.toLowerCase())) ??
    (repeating.length === 1 ? repeating[0] : undefined);
  const forms: SchemaForm[] = [];
  const build = (schema: 'classification' | 'text', certainty: number): void => {
    const form = schemaForms.find(({ name }) => name === schema);
    const names: Readonly<Record<string, string | undefined>> = {
      text: text.name,
      label: label?.name,
    };
    if (form === undefined) return;
    forms.push({
      name: schema,
      certainty,
      columns: form.columns.map((column) => ({ ...column, names: [names[column.key] ?? ''] })),
    });
  };
  const isOnlyPair = texts.length === 1 && others.length === 1;
  if (label !== undefined) build('classification', isOnlyPair ? 0.9 : 0.6);
  build('text', others.length === 0 ? 0.9 : 0.5);
  return forms;
}

interface Description {
  readonly name: string;
  readonly isEmpty: boolean;
  /** Only strings, and not only numbers written as such. */
  readonly isText: boolean;
  /** Strings that are mostly of several words. */
  readonly isSentences: boolean;
  readonly isScalar: boolean;
  /** Few values for many rows, as labels have. */
  readonly repeats: boolean;
}

function describe(name: string, sample: Sample): Description {
  const filled = sample
    .map(({ values }) => values[name])
    .filter((value) => value !== undefined && value !== null && value !== '');
  const strings = filled.filter((value) => typeof value === 'string');
  const areStrings = filled.length > 0 && strings.length === filled.length;
  const several = strings.filter((value) => /\S\s+\S/.test(value)).length;
  const isScalar = filled.every((value) => typeof value !== 'object');
  const distinct = new Set(filled).size;
  return {
    name,
    isEmpty: filled.length === 0,
    isText: areStrings && !strings.every(looksNumeric),
    isSentences: areStrings && several > strings.length / 2,
    isScalar,
    repeats:
      isScalar &&
      filled.length > 0 &&
      (filled.length < fewRows
        ? distinct < Math.max(2, filled.length)
        : distinct <= filled.length / 4),
  };
}
