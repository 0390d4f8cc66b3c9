import type { Fix } from '../fix';
import type { LintedRow, Report, RowRule } from '../rule';
import { findControlCharacters } from './controlCharacters';
import { excerpt, fieldFinding, replaceText, type Field } from './fieldFinding';
import { findInvisibleCharacters } from './invisibleCharacters';
import { findMojibake, repairMojibake } from './mojibake';
import { hasTrait, trait } from './rowTraits';
import { replaceRanges, type TextRange } from './textRange';
import { countOf, formatCount } from '../../../protocol/formatNumber';

/** Anything but what stands on an English keyboard: most texts end here. */
const odd = /[^\t\n\r\u0020-\u007e]/;

/** L-TXT-03, L-TXT-04 and L-TXT-05, which look at the same few characters. */
export const oddCharacters: RowRule = {
  ids: ['L-TXT-03', 'L-TXT-04', 'L-TXT-05'],
  applies: () => true,
  check(row: LintedRow, _context, report) {
    if (!hasTrait(row, trait.odd)) return;
    for (const part of row.parts()) {
      if (!odd.test(part.text)) continue;
      reportControl(part, report);
      reportMojibake(part, report);
      reportInvisible(part, report);
    }
  },
};

function reportControl(field: Field, report: Report): void {
  const ranges = findControlCharacters(field.text);
  if (ranges.length === 0) return;
  report(
    'L-TXT-03',
    fieldFinding(field, ranges, {
      message: `${nameFirst(field, ranges)} is no text, and the model has to make something of it. Delete ${all(ranges)}.`,
      fix: withoutControlCharacters,
    }),
  );
}

function reportMojibake(field: Field, report: Report): void {
  const places = findMojibake(field.text);
  const [first] = places;
  if (first === undefined) return;
  report(
    'L-TXT-04',
    fieldFinding(field, places, {
      message: `Mojibake: "${excerpt(field.text, first, 24)}" was "${excerpt(first.repaired, { start: 0, end: first.repaired.length }, 12)}" before its UTF-8 was read as Windows-1252. The model learns the broken spelling. Repair ${all(places)}.`,
      fix: withoutMojibake,
    }),
  );
}

function reportInvisible(field: Field, report: Report): void {
  const ranges = findInvisibleCharacters(field.text);
  if (ranges.length === 0) return;
  report(
    'L-TXT-05',
    fieldFinding(field, ranges, {
      message: `${nameFirst(field, ranges)} cannot be seen, but makes other tokens of the text. Delete ${all(ranges)}.`,
      fix: withoutInvisibleCharacters,
    }),
  );
}

function withoutControlCharacters(field: Field): Fix {
  const ranges = findControlCharacters(field.text);
  const title = `Delete ${countOf(ranges.length, 'character')}`;
  return replaceText(field, title, replaceRanges(field.text, ranges, nothing));
}

function withoutMojibake(field: Field): Fix {
  const title = `Repair mojibake in ${countOf(findMojibake(field.text).length, 'place')}`;
  return replaceText(field, title, repairMojibake(field.text));
}

function withoutInvisibleCharacters(field: Field): Fix {
  const ranges = findInvisibleCharacters(field.text);
  const title = `Delete ${countOf(ranges.length, 'invisible character')}`;
  return replaceText(field, title, replaceRanges(field.text, ranges, nothing));
}

const nothing = (): string => '';

function all(ranges: readonly TextRange[]): string {
  return ranges.length === 1 ? 'it' : `all ${formatCount(ranges.length)}`;
}

const names: Readonly<Record<string, string>> = {
  fffd: 'replacement character',
  feff: 'byte order mark',
  '200b': 'zero width space',
  '200c': 'zero width non-joiner',
  '200d': 'zero width joiner',
  '200e': 'left-to-right mark',
  '200f': 'right-to-left mark',
  '202e': 'right-to-left override',
};

function nameFirst({ text }: Field, [first]: readonly TextRange[]): string {
  const code = (text.codePointAt(first?.start ?? 0) ?? 0).toString(16).padStart(4, '0');
  const isHalf = /^d[89a-f]/.test(code) && code.length === 4;
  const name =
    names[code] ?? (isHalf ? 'half of a character' : code < '0020' ? 'control character' : null);
  const point = `U+${code.toUpperCase()}`;
  return name === null ? `The character ${point}` : `The ${name} ${point}`;
}
