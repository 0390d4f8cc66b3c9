import { countOf, formatCount } from '../protocol/formatNumber';
import type { ExaminedDataset } from './examineDataset';

export interface RecipeSuggestion {
  /** As they shall stand in the recipe, relative to it. */
  readonly input: string;
  readonly output: string;
  readonly found: ExaminedDataset;
}

/**
 * The text of a new recipe: a step for each thing that was found, with how often, and what is often wanted behind it as
 * comments. `parseRecipe` accepts it, also with any comment taken away.
 */
export function suggestRecipe({ input, output, found }: RecipeSuggestion): string {
  const steps = activeSteps(found);
  const last = steps.length - 1;
  const lines = steps.flatMap(({ why, step }, index) => [
    `    // ${why}`,
    `    ${step}${index === last ? '' : ','}`,
  ]);
  return `// Turns one dataset into another: complete with Ctrl+Space, hover a key to see what it means.
// "Preview" above shows what becomes of the first rows, "Run" writes the output.
// In a terminal: finetune preprocess THIS-FILE
{
  "input": ${JSON.stringify(input)},
  "output": ${JSON.stringify(output)}, // its extension says the format: .jsonl, .json, .csv or .tsv
  "seed": 42,
  "steps": [
${lines.join('\n')}

    // Often wanted too: take away the two slashes.
${optionalSteps(found)
  .map((step) => `    // , ${step}`)
  .join('\n')}
  ]
}
`;
}

interface SuggestedStep {
  readonly why: string;
  readonly step: string;
}

function activeSteps(found: ExaminedDataset): readonly SuggestedStep[] {
  const { rows, isPart, untidy, mojibake, markup, emptyTargets, duplicates, personal } = found;
  const of = `of ${isPart ? 'the first ' : ''}${countOf(rows, 'row')}`;
  const steps: SuggestedStep[] = [];
  const add = (count: number, what: string, step: string): void => {
    if (count > 0) steps.push({ why: `${formatCount(count)} ${of}: ${what}`, step });
  };
  add(
    mojibake,
    'UTF-8 that was read as Windows-1252, such as "cafÃ©"',
    '{ "type": "fix-mojibake" }',
  );
  add(markup, 'HTML tags or entities', '{ "type": "strip-markup" }');
  add(
    untidy,
    'stray blanks, other line ends or another Unicode form',
    '{ "type": "normalize", "unicode": "NFC", "whitespace": true }',
  );
  add(
    emptyTargets,
    'an empty target, so nothing to learn',
    '{ "type": "lint", "rules": ["L-TXT-01"], "action": "drop" }',
  );
  const kinds = Object.keys(personal);
  const people = Math.max(0, ...Object.values(personal));
  add(
    people,
    `personal data (${kinds.join(', ')})`,
    `{ "type": "redact", "kinds": ${JSON.stringify(kinds).replaceAll(',', ', ')} }`,
  );
  steps.push({
    why:
      duplicates > 0
        ? `${formatCount(duplicates)} ${of}: the same as a row before`
        : `None ${of} stands there twice; this keeps it so`,
    step: '{ "type": "deduplicate", "kind": "exact" }',
  });
  return steps;
}

function optionalSteps({ schema, gendered }: ExaminedDataset): readonly string[] {
  const { text, label } = schema.name === 'classification' ? schema.columns : {};
  const near = '{ "type": "deduplicate", "kind": "near", "threshold": 0.8 }';
  const shuffle = '{ "type": "shuffle" }';
  if (label === undefined || text === undefined) {
    return [near, '{ "type": "split", "validation": 0.1, "test": 0.1 }', shuffle];
  }
  const where = JSON.stringify(`length(${columnName(text)}) >= 3`);
  const by = JSON.stringify(label);
  return [
    near,
    `{ "type": "filter", "where": ${where} }`,
    `{ "type": "balance", "by": ${by}, "method": "undersample" }`,
    `{ "type": "split", "validation": 0.1, "test": 0.1, "stratify": ${by} }`,
    ...(gendered > 0 ? ['{ "type": "counterfactual", "axes": ["gender"], "sides": 2 }'] : []),
    shuffle,
  ];
}

function columnName(name: string): string {
  return /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name) ? name : `\`${name}\``;
}
