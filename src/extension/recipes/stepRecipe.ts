export interface StepRecipe {
  /** What the recipe is for; line breaks become blanks. */
  readonly title: string;
  /** As they shall stand in the recipe, relative to it. */
  readonly input: string;
  readonly output: string;
  readonly step: Readonly<Record<string, unknown>>;
}

/** The text of a new recipe of one step, which answers a finding. */
export function stepRecipe({ title, input, output, step }: StepRecipe): string {
  return `// ${title.replace(/\s+/g, ' ')}.
// "Preview" above shows what becomes of the first rows, "Run" writes the output; name it in a run config then.
{
  "input": ${JSON.stringify(input)},
  "output": ${JSON.stringify(output)},
  "seed": 42,
  "steps": [
    ${JSON.stringify(step)}
  ]
}
`;
}
