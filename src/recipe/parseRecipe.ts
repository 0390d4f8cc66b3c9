import path from 'node:path';
import { findingsFrom } from '../config/findings';
import { offsetOfValue, placeFinding, readJsonc } from '../config/jsoncText';
import type { JsoncText } from '../config/jsoncText';
import type { ConfigProblem } from '../config/problem';
import { resolveSource, withHome } from '../config/resolveRunConfig';
import type { DataSource } from '../protocol/runConfig';
import { findCombinations } from './combinations';
import { recipeDefinition } from './definition';
import type { Step, WrittenRecipe } from './definition';
import { recipeKind } from './recipeKind';
import type { WhereProblem } from './where/problem';
import { parseWhere } from './where/parse';

/** A recipe whose paths are absolute. */
export interface Recipe {
  /** Their rows stand one behind the other. */
  readonly inputs: readonly DataSource[];
  /** The column that names the file a row comes from, and the names; null: none is asked for. */
  readonly inputColumn: { readonly name: string; readonly files: readonly string[] } | null;
  readonly output: string;
  readonly seed: number;
  readonly steps: readonly Step[];
}

export interface ParsedRecipe {
  /** Null when there is any problem. */
  readonly recipe: Recipe | null;
  readonly problems: readonly ConfigProblem[];
  /** The text with its places, for problems that only the data shows. */
  readonly jsonc: JsoncText;
}

/**
 * Reads the text of a recipe: JSON with comments and trailing commas. Pure, so it also works on what is not saved yet.
 * Never throws on any text.
 * @param file where the text stands: paths in it are relative to this file's folder
 */
export function parseRecipe(text: string, file: string): ParsedRecipe {
  const jsonc = readJsonc(text, recipeKind);
  if (jsonc.syntax.length > 0) return { recipe: null, problems: jsonc.syntax, jsonc };
  const parsed = recipeDefinition.safeParse(jsonc.value);
  if (!parsed.success) {
    const findings = findingsFrom(parsed.error.issues, jsonc.value, recipeKind);
    return { recipe: null, problems: findings.map((each) => placeFinding(jsonc, each)), jsonc };
  }
  const problems = [
    ...findCombinations(parsed.data).map((each) => placeFinding(jsonc, each)),
    ...whereProblems(parsed.data, text, jsonc),
  ].sort((a, b) => a.line - b.line || a.column - b.column);
  const recipe =
    problems.length > 0 ? null : resolve(parsed.data, path.dirname(path.resolve(file)));
  return { recipe, problems, jsonc };
}

function resolve(
  { input, inputColumn, output, seed, steps }: WrittenRecipe,
  folder: string,
): Recipe {
  const entries = Array.isArray(input) ? input : [input];
  const files = entries.map((entry) => (typeof entry === 'string' ? entry : entry.path));
  const absolute = (place: string): string => path.resolve(folder, withHome(place));
  return {
    inputs: entries.map((entry) => resolveSource(entry, absolute)),
    inputColumn: inputColumn === null ? null : { name: inputColumn, files },
    output: absolute(output),
    seed,
    steps,
  };
}

function whereProblems({ steps }: WrittenRecipe, text: string, jsonc: JsoncText): ConfigProblem[] {
  return steps.flatMap((step, index) => {
    if (step.type !== 'filter') return [];
    const parsed = parseWhere(step.where);
    return parsed.problem === null ? [] : [placeInWhere(parsed.problem, index, text, jsonc)];
  });
}

/** A problem of an expression, placed at its own characters inside the recipe's string. */
export function placeInWhere(
  { message, next, start, end }: WhereProblem,
  step: number,
  text: string,
  jsonc: JsoncText,
): ConfigProblem {
  const path = ['steps', step, 'where'];
  const whole = placeFinding(jsonc, { code: 'expression', path, at: 'value', message, next });
  const offset = offsetOfValue(jsonc, path);
  if (offset === null) return whole;
  const from = rawOffset(text, offset, start);
  const to = rawOffset(text, offset, Math.max(end, start + 1));
  return { ...whole, ...jsonc.rangeOf(from, to - from) };
}

/** Where the character `index` of a JSON string stands, given where its opening quote does: escapes are longer. */
function rawOffset(text: string, quote: number, index: number): number {
  let at = quote + 1;
  for (let passed = 0; passed < index && at < text.length; passed += 1) {
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  }
  return at;
}
