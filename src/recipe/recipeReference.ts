import { referenceRow } from '../config/referenceRow';
import { schemasIn } from '../config/schemaPlaces';
import { recipeJsonSchema } from './recipeKind';
import { functions } from './where/functions';
import { reservedWords } from './where/parse';

/** The reference of recipes as Markdown, from the same definition that validates them. */
export function recipeReference(): string {
  return `# Recipe

A recipe is a file \`NAME.recipe.json\` that turns one dataset into another: JSON with comments and trailing commas. Paths are
relative to the recipe. \`finetune preprocess RECIPE\` runs it; in the editor, **Preview** and **Run** stand above it.

${table(
  'key',
  rows({ path: [], root: undefined }).filter((row) => !row.startsWith('| `$schema`')),
)}

The input is never changed. The output is written beside the recipe with \`NAME.manifest.json\`, which says what was done: the
recipe, the version, SHA-256 and rows of input and outputs, and for each step how many rows went in, came out and were
changed; of several inputs also how many rows of each a step dropped (\`droppedByInput\`, in the order of the inputs), and of \`balance\` the rows of each value before and after. All files appear together or not at all. A recipe replaces what it wrote itself; a file that somebody else wrote, or
changed since, is left alone and the recipe refused. The same recipe on the same input gives the same bytes on every machine.

Only one row at a time is in memory. Steps that must see all rows (${list(wholeSteps)}, and lint
rules about the whole dataset) put them aside in a temporary file beside the output, so the disk needs room for a copy.

Inputs stand one behind the other: \`deduplicate\` compares across them and keeps the row of the first. Where their columns have other
names, \`rename\` comes before.

JSON keeps its values as they are, digits of large numbers included. In CSV and TSV every value is text; null is an empty
cell, and lists and objects are refused: write JSONL. TSV refuses line breaks inside a cell.

Parquet has typed columns: text, whole numbers of 64 bits, numbers, true or false, lists and structs, so that messages stay messages.
A key that a row lacks is null in it. Values of two kinds in one column, objects without any key and numbers of more digits are
refused at their row. Files are compressed with Snappy.

After a split, \`balance\` acts on the training part alone, and \`sample\` keeps the shares of the parts. A run, its manifest and a preview
say of \`balance\` what became of the rows of each value, and warn where more than half are dropped. A value keeps at least one row,
which is said where its share asks for less than half of one.

A step may name a column by its part in the schema of the rows where no column has that name: \`text\` is the column \`review\`,
\`sentence\`, \`content\` or \`comment\`, \`label\` is \`class\`, \`gold\` or \`target\`, and so for the parts of other schemas. Only
\`rename\` takes names as they stand. In an expression, \`text\` of rows without a column of text, such as chats, is all that is
said in them, one text a line.

## Steps

${stepTypes().map(stepSection).join('\n\n')}

## The \`where\` language

An expression over the columns of a row: \`length(text) < 2000 && label != 'spam'\`. It is read by a parser of its own and never run
as JavaScript. A mistake (a column that is not there, a text compared with a number) is told at its characters before
anything is written. Which columns there are, and what they hold, is told from the first 1,000 rows as they arrive at the step.

| part | how it is written |
|---|---|
| text | \`'spam'\` or \`"spam"\`; a quote inside is doubled or has a backslash; \`\\n\`, \`\\t\`, \`\\\\\` |
| number, true or false, null | \`3\`, \`2.5\`, \`1e6\`, \`true\`, \`false\`, \`null\` |
| column | \`text\`, \`meta.source\`, \`messages[0].content\`, \`messages[-1].role\` (from the end), \`\` \`odd name\` \`\` in backticks |
| and, or, not | \`and\` \`&&\`, \`or\` \`||\`, \`not\` \`!\`; the first side that settles it does |
| comparison | \`==\` (or \`=\`), \`!=\` (or \`<>\`), \`<\`, \`<=\`, \`>\`, \`>=\`; texts compare by code unit |
| arithmetic | \`+\`, \`-\`, \`*\`, \`/\`, \`%\` |
| list | \`label in ('spam', 'ham')\`, \`label not in ('spam')\` |
| null | \`label is null\`, \`label is not null\`: a column that is missing or null |

${reservedWords.map((word) => `\`${word}\``).join(', ')} are words of the language; a column of such a name stands in backticks.

What is null makes an ordering, a sum or a function null, \`not\` null is null, and a row is kept only where the whole is true.
\`==\`, \`!=\` and \`in\` know null as a value: \`label != 'spam'\` keeps rows without a label. A value of another kind than its
function needs stops the recipe at that row, unless the expression asks first: \`type(text) == 'text' and length(text) > 3\`.

| function | result |
|---|---|
${Object.values(functions)
  .map(({ form, help }) => `| \`${form}\` | ${help} |`)
  .join('\n')}
`;
}

const wholeSteps = ['deduplicate near', 'balance', 'split', 'sample', 'shuffle'];

function stepTypes(): readonly string[] {
  return schemasIn(recipeJsonSchema(), ['steps', 0]).map(({ properties }) =>
    String(properties?.type?.const),
  );
}

function stepSection(type: string): string {
  const root = { steps: [{ type }] };
  const [step] = schemasIn(recipeJsonSchema(), ['steps', 0], root);
  const keys = rows({ path: ['steps', 0], root });
  return [
    `### \`${type}\``,
    step?.description ?? '',
    ...(keys.length === 0 ? [] : [table('key', keys)]),
  ].join('\n\n');
}

function rows({ path, root }: { path: readonly (string | number)[]; root: unknown }): string[] {
  const [schema] = schemasIn(recipeJsonSchema(), path, root);
  return Object.entries(schema?.properties ?? {})
    .filter(([name]) => name !== 'type')
    .map(([name, property]) =>
      referenceRow(name, property, {
        isRequired: schema?.required?.includes(name) ?? false,
        places: schemasIn(recipeJsonSchema(), [...path, name], root),
      }),
    );
}

function table(head: string, body: readonly string[]): string {
  return [`| ${head} | allowed | default | meaning |`, '|---|---|---|---|', ...body].join('\n');
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
