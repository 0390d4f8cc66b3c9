import { repairMojibake } from '../data/lint/rules/mojibake';
import { readRows, sourceOf } from '../data/readRows';
import { detectSchema, recogniseAll } from '../data/schemas/detectSchema';
import { partsOf } from '../data/schemas/partsOf';
import type { DetectedSchema } from '../data/schemas/schema';
import { findTerms } from '../data/swap/swapText';
import type { RecipeRow } from './rows/recipeRow';
import { parseExactRow } from './rows/rowText';
import { changeTexts } from './steps/changeTexts';
import { normalizeText } from './steps/normalizeText';
import { redact } from './steps/redact';
import { redactKinds, type RedactKind } from './redactKinds';
import { stripMarkup } from './steps/stripMarkup';

/** What the first rows of a dataset have that a recipe could mend: numbers of rows. */
export interface ExaminedDataset {
  readonly rows: number;
  /** Whether there are more rows than were looked at. */
  readonly isPart: boolean;
  readonly schema: DetectedSchema;
  readonly untidy: number;
  readonly mojibake: number;
  readonly markup: number;
  readonly emptyTargets: number;
  readonly duplicates: number;
  /** Rows whose texts name women or men. */
  readonly gendered: number;
  readonly personal: Readonly<Partial<Record<RedactKind, number>>>;
}

const mostRows = 5_000;
const tidy = { unicode: 'NFC', whitespace: true, lineEnds: true } as const;

/** Looks at the first rows of a data file. @throws UserError when it cannot be read */
export async function examineDataset(file: string): Promise<ExaminedDataset> {
  const rows: RecipeRow[] = [];
  let isPart = false;
  for await (const { row, line, values } of readRows(sourceOf(file), { parseRow: parseExactRow })) {
    if (rows.length === mostRows) {
      isPart = true;
      break;
    }
    rows.push({ source: row, file: 0, line, part: 0, values });
  }
  const schema = detectSchema(rows, recogniseAll);
  const changedBy = (change: (text: string) => string): number =>
    rows.filter(({ values }) => changeTexts(values, null, change) !== values).length;
  const keys = rows.map(({ values }) => {
    const parts = partsOf(schema, values);
    return JSON.stringify(parts.length > 0 ? parts.map(({ text }) => text) : values);
  });
  const personal = redactKinds.map((kind) => {
    const found = changedBy((text) => redact(text, { kinds: [kind], placeholder: '[{kind}]' }));
    return [kind, found] as const;
  });
  return {
    rows: rows.length,
    isPart,
    schema,
    untidy: changedBy((text) => normalizeText(text, tidy)),
    mojibake: changedBy(repairMojibake),
    markup: changedBy((text) => stripMarkup(text, { entities: true })),
    emptyTargets: rows.filter(({ values }) =>
      partsOf(schema, values).some(({ role, text }) => role === 'target' && text.trim() === ''),
    ).length,
    duplicates: rows.length - new Set(keys).size,
    gendered: rows.filter(({ values }) =>
      partsOf(schema, values).some(
        ({ role, text }) => role !== 'label' && findTerms(text, 'gender') !== null,
      ),
    ).length,
    personal: Object.fromEntries(personal.filter(([, found]) => found > 0)),
  };
}
