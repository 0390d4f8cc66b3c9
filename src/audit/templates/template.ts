import type { MarkedSpan } from '../../protocol/audit';
import { hasVowelSound } from '../../data/swap/articles';
import { holes, pronouns } from './fills';
import type { Sex } from './fills';

/** A sentence with a hole: `The {identity} neighbour`, `{name} said that {he} would come`. */
export interface Template {
  readonly text: string;
  /** What a right classifier says, whatever fills the hole; null for nothing known. */
  readonly label: string | null;
  /** Where it stands in its file, from 1. */
  readonly row: number;
  readonly line: number;
}

export interface TemplateParts {
  /** The name of the hole: "identity", "name" or an axis. */
  readonly hole: string;
  /** Texts and, between them, holes and pronouns. */
  readonly pieces: readonly TemplatePiece[];
}

type TemplatePiece =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'hole' }
  | { readonly type: 'pronoun'; readonly name: string; readonly isCapital: boolean };

/** What is wrong with a template. */
export class TemplateProblem extends Error {}

/** @throws TemplateProblem for a template without a hole, or with one that nothing fills */
export function parseTemplate(text: string): TemplateParts {
  const pieces: TemplatePiece[] = [];
  let [hole, end]: [string | null, number] = [null, 0];
  let follows: string | null = null;
  for (const match of text.matchAll(/\{([^{}]*)\}/g)) {
    const [whole, name = ''] = match;
    if (match.index > end) pieces.push({ type: 'text', text: text.slice(end, match.index) });
    end = match.index + whole.length;
    const lower = name.toLowerCase();
    if (holes.has(name)) {
      if (hole !== null && hole !== name)
        throw new TemplateProblem(
          `A template has one kind of hole; this one has {${hole}} and {${name}}.`,
        );
      hole = name;
      pieces.push({ type: 'hole' });
    } else if (pronouns.has(lower)) {
      follows ??= whole;
      pieces.push({ type: 'pronoun', name: lower, isCapital: name !== lower });
    } else throw new TemplateProblem(`Nothing is known to fill {${name}} with. ${knownHoles}`);
  }
  if (end < text.length) pieces.push({ type: 'text', text: text.slice(end) });
  if (follows !== null && hole !== 'name')
    throw new TemplateProblem(
      `${follows} stands for whoever {name} names, and this template has ${hole === null ? 'no {name}' : `{${hole}} in its place`}. ${knownHoles}`,
    );
  if (hole === null) throw new TemplateProblem(`This template has no hole. ${knownHoles}`);
  return { hole, pieces };
}

const knownHoles = `There are ${[...holes.keys()].map((name) => `{${name}}`).join(', ')}; beside a {name} also {he}, {him}, {his} and {himself}.`;

/** A template with its holes filled, and where it differs from itself filled otherwise. */
export interface FilledTemplate {
  readonly text: string;
  /** As many for each filling. */
  readonly spans: readonly MarkedSpan[];
}

/** "a" before a hole becomes "an" where the word asks for it. */
export function fillTemplate(
  { pieces }: TemplateParts,
  word: string,
  sex: Sex | null,
): FilledTemplate {
  let text = '';
  const spans: MarkedSpan[] = [];
  const put = (part: string): void => {
    spans.push({ start: text.length, end: text.length + part.length });
    text += part;
  };
  for (const [at, piece] of pieces.entries()) {
    switch (piece.type) {
      case 'text': {
        const article =
          pieces[at + 1]?.type === 'hole' ? /(?<!\p{L})[aA]n?(?=\s$)/u.exec(piece.text) : null;
        text += piece.text.slice(0, article?.index);
        if (article === null) break;
        put((article[0][0] ?? '') + (hasVowelSound(word.toLowerCase()) ? 'n' : ''));
        text += piece.text.slice(article.index + article[0].length);
        break;
      }
      case 'hole':
        put(atStart(text) ? capital(word) : word);
        break;
      case 'pronoun': {
        const own = pronouns.get(piece.name)?.[sex ?? 'male'] ?? '';
        put(piece.isCapital ? capital(own) : own);
        break;
      }
    }
  }
  return { text, spans };
}

function atStart(text: string): boolean {
  return /^\s*["“(]?$|[.!?]["”)]?\s+$/.test(text);
}

function capital(word: string): string {
  return (word[0] ?? '').toUpperCase() + word.slice(1);
}
