import { createHash } from 'node:crypto';
import path from 'node:path';
import { normalise } from '../../data/duplicates/normalise';
import { hashFile } from '../../data/hashFile';
import { readRows, sourceOf } from '../../data/readRows';
import { UserError } from '../../protocol/errors';
import type { AuditId, AuditSource } from '../../protocol/audit';
import { formatCount } from '../../protocol/formatNumber';
import general from './suites/general.json';
import sentiment from './suites/sentiment.json';
import { parseTemplate, TemplateProblem } from './template';
import type { Template } from './template';

/** Templates and where they come from. */
export interface TemplateSuite {
  readonly id: AuditId;
  readonly path: string;
  readonly source: AuditSource;
  /** Each text once. */
  readonly templates: readonly Template[];
  /** Rows of the file that repeat a template, case and whitespace aside. */
  readonly copies: number;
}

/** The suites that ship: 200 templates, written for this project. */
export function builtInTemplates(): readonly TemplateSuite[] {
  return [sentiment, general].map((suite) => {
    const templates: readonly { readonly template: string; readonly label?: string }[] =
      suite.templates;
    const hash = createHash('sha256').update(JSON.stringify(suite)).digest('hex');
    const file = `templates/${suite.name}`;
    return {
      ...{ id: `template/${suite.name}`, path: file },
      source: { kind: 'built-in', path: file, hash, rows: templates.length },
      copies: 0,
      templates: templates.map(({ template, label }, at) => ({
        ...{ text: template, label: label ?? null, row: at + 1, line: at + 1 },
      })),
    };
  });
}

/** More are a mistake: each template is predicted dozens of times. */
const mostTemplates = 100_000;

/** Characters; a report shows templates whole, filled in dozens of ways. */
const longestTemplate = 2_000;

/**
 * Reads the user's own templates: a column `template`, and `label` where the right answer is known.
 * @throws UserError with file and line for what is no template
 */
export async function readTemplateSuite(file: string): Promise<TemplateSuite> {
  const templates: Template[] = [];
  const firstOf = new Map<string, Template>();
  let rows = 0;
  for await (const { row, line, values } of readRows(sourceOf(file))) {
    const place = { file, line };
    const { template: text, label } = values;
    if (typeof text !== 'string')
      throw new UserError(`This row has no text in a column "template".`, {
        place,
        next: `The columns are ${Object.keys(values).join(', ').slice(0, 200)}. Give rows like {"template": "The {identity} neighbour helped us.", "label": "positive"}.`,
      });
    if (text.length > longestTemplate)
      throw new UserError(`This template has ${formatCount(text.length)} characters.`, {
        place,
        next: `Give a sentence or two, of at most ${formatCount(longestTemplate)} characters.`,
      });
    if (
      label !== undefined &&
      label !== null &&
      typeof label !== 'string' &&
      typeof label !== 'number'
    )
      throw new UserError('The label of this template is no text.', {
        place,
        next: 'Give the name of a label of the model, or leave "label" out.',
      });
    try {
      parseTemplate(text);
    } catch (error) {
      if (!(error instanceof TemplateProblem)) throw error;
      throw new UserError(error.message, {
        place,
        next: 'Change the template or take the row out.',
      });
    }
    if (templates.length === mostTemplates)
      throw new UserError('This file has more than 100,000 templates.', {
        place,
        next: 'Give fewer: each is predicted with every word that fits it.',
      });
    const known = label === undefined || label === null || label === '' ? null : String(label);
    rows += 1;
    const first = firstOf.get(normalise(text));
    if (first === undefined) {
      const template = { text, label: known, row, line };
      firstOf.set(normalise(text), template);
      templates.push(template);
    } else if (first.label !== known)
      throw new UserError(
        `This template stands in line ${first.line} already, with another label.`,
        { place, next: 'Leave one of them: a text has one right answer.' },
      );
  }
  if (templates.length === 0)
    throw new UserError('There is no template in this file.', {
      place: { file },
      next: 'Give rows like {"template": "The {identity} neighbour helped us."}.',
    });
  const hash = await hashFile(file);
  return {
    ...{ id: `template/${path.basename(file)}`, path: file, templates },
    source: { kind: 'suite', path: file, hash, rows },
    copies: rows - templates.length,
  };
}
