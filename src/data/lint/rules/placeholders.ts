import type { RowRule } from '../rule';
import { excerpt, fieldFinding } from './fieldFinding';
import { hasTrait, trait } from './rowTraits';
import { matchRanges, type TextRange } from './textRange';
import { codeFences } from './whitespace';
import { countOf } from '../../../protocol/formatNumber';

/** L-TXT-08: what somebody meant to fill in: `{{name}}`, `{name}`, `<NAME>`, lorem ipsum, TODO, TBD. */
export const placeholders: RowRule = {
  ids: ['L-TXT-08'],
  applies: () => true,
  check(row, _context, report) {
    if (!hasTrait(row, trait.bracket | trait.filler)) return;
    for (const part of row.parts()) {
      if (part.role === 'label') continue;
      const ranges = findPlaceholders(part.text);
      const [first] = ranges;
      if (first === undefined) continue;
      const shown = excerpt(part.text, first);
      const others = ranges.length > 1 ? ` and ${countOf(ranges.length - 1, 'more place')}` : '';
      report(
        'L-TXT-08',
        fieldFinding(part, ranges, {
          message: `Placeholder "${shown}"${others} left in: the model learns to write it. Write what belongs there.`,
        }),
      );
    }
  },
};

const double = /(?<!\\[A-Za-z]*|[}^_$])\{\{\s*[\p{L}_][\p{L}\p{N}_.\- ]{0,40}?\s*\}\}(?!\})/gu;
const single = /(?<![\p{L}\p{N}_\\{}()^$%/=&@#"'`[\]-])\{[A-Za-z][A-Za-z0-9_]*\}(?![}\w([/"'`])/gu;
const angled = /(?<![\w<&.:\]])<[A-Z][A-Z0-9]*(?:[ _-][A-Z0-9]+)*>(?!\()/g;
const loremForms = ['Lorem', 'LOREM', 'lorem ipsum'];
const lorem = /(?<![\p{L}\p{N}_\]])lorem ipsum\b/giu;
const toDo =
  /(?<!(?:#|\/\/|\/\*|(?<!-)--|%|<!--)\s*|[\w\]-])(?:TODO|TBD)\b(?![ -]?(?:lists?|apps?|items?|tasks?)\b|[-_(]|\s*=)/gi;

/** Where placeholders stand; code, formulas and JSON have braces and angles of their own. */
function findPlaceholders(text: string): TextRange[] {
  const ranges: TextRange[] = [];
  if (text.includes('{{')) ranges.push(...matchRanges(text, double));
  if (text.includes('{')) ranges.push(...singleBraces(text));
  if (text.includes('<')) ranges.push(...angles(text));
  if (loremForms.some((form) => text.includes(form))) ranges.push(...matchRanges(text, lorem));
  if (text.includes('TODO') || text.includes('TBD')) {
    ranges.push(
      ...matchRanges(text, toDo).filter(
        ({ start }) => text[start] === 'T' && /[OB]/.test(text[start + 1] ?? ''),
      ),
    );
  }
  if (ranges.length === 0) return ranges;
  const code = codeOf(text);
  return ranges
    .filter(({ start }) => !code.some((part) => start >= part.start && start < part.end))
    .sort((a, b) => a.start - b.start);
}

function singleBraces(text: string): TextRange[] {
  return matchRanges(text, single).filter(({ start, end }) => {
    if (end - start === 3 && /[\\^=∈∪∩⊂∅]/.test(text)) return false; // {x} is a set in mathematics
    return !looksLikeCode(lineAt(text, start));
  });
}

/** Tags of HTML that also stand in capitals, and tokens of models, which have a rule of their own. */
const notPlaceholders = new Set(
  'A B BODY BR BUTTON CENTER CODE DD DIV DL DT EM FONT FORM H1 H2 H3 H4 H5 H6 HEAD HR HTML I IMG INPUT LI LINK META OL OPTION P PRE SCRIPT SELECT SPAN STRONG STYLE SUB SUP TABLE TBODY TD TEXTAREA TH THEAD TITLE TR TT U UL S BOS EOS CLS SEP PAD UNK MASK T K V E R'.split(
    ' ',
  ),
);

function angles(text: string): TextRange[] {
  return matchRanges(text, angled).filter(({ start, end }) => {
    const name = text.slice(start + 1, end - 1);
    if (notPlaceholders.has(name) || text.includes(`</${name}`)) return false;
    return !looksLikeCode(lineAt(text, start));
  });
}

/** Fenced blocks, `inline code`, and formulas between dollar signs. */
function codeOf(text: string): readonly TextRange[] {
  return [
    ...codeFences(text),
    ...matchRanges(
      text,
      /`[^`\n]+`|\$\$[^$]+\$\$|\$[^$\n]*[\\^_{][^$\n]*\$|\\\([^]*?\\\)|\\\[[^]*?\\\]/g,
    ),
  ];
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end).slice(0, 1_000);
}

/** What prose does not have: formatted strings, statements, imports, arrows, tags, LaTeX commands. */
const codeLine =
  /\b[fF]["']|\.format\(|\bprint\w*\(|[;{]\s*$|=>|\b(?:import|export|const|let|var|return|def|class|function|public|private|static|void|SELECT|INSERT)\s[^.!?]*[({=]|^\s*(?:import|from|#include|using)\b|<\/\w+>|\\[a-zA-Z]+\{|^\s*[.#]?[\w-]+\s*\{.*\}\s*$|"\s*:\s*["{[\d]/;

function looksLikeCode(line: string): boolean {
  return codeLine.test(line);
}
