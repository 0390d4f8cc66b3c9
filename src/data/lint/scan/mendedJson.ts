import type { Fix } from '../fix';

/** Longer rows are not tried: each try reads the whole row. */
const mostCharacters = 1_000_000;

/** Words of other languages and what they are in JSON. */
const words: Readonly<Record<string, string>> = {
  ...{ NaN: 'null', Infinity: 'null', '-Infinity': 'null', undefined: 'null', None: 'null' },
  ...{ nan: 'null', inf: 'null', True: 'true', False: 'false' },
};

const wordOutsideStrings =
  /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity|undefined|None|nan|inf|True|False)\b/g;

/** What makes a row's broken JSON whole; nothing where no simple edit does. */
export function mendedJson(raw: string, offset: number): readonly Fix[] {
  if (raw.length > mostCharacters) return [];
  const comma = raw.lastIndexOf(',', offset);
  const end = raw.length;
  const behind = raw.slice(0, offset).trimEnd().length;
  const edits: readonly Edit[] = [
    wordEdit(raw, offset),
    controlEdit(raw, offset),
    { title: 'Insert the comma', start: behind, end: behind, text: ',' },
    { title: 'Insert the colon', start: behind, end: behind, text: ':' },
    { title: 'Remove the comma before it', start: comma, end: comma + 1, text: '' },
    { title: 'Close the object', start: end, end, text: '}' },
    { title: 'Close the list and the object', start: end, end, text: ']}' },
    { title: 'Close the text and the object', start: end, end, text: '"}' },
  ];
  const found = edits.find(
    ({ start, end: to, text }) => start >= 0 && isJson(raw.slice(0, start) + text + raw.slice(to)),
  );
  return found === undefined ? [] : [{ type: 'edit-text', ...found }];
}

interface Edit {
  readonly title: string;
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** All such words at once: a row that has one often has more. */
function wordEdit(raw: string, offset: number): Edit {
  const last = raw.length - (/[^\w]*$/.exec(raw)?.[0].length ?? 0);
  const start = raw[offset - 1] === '-' ? offset - 1 : offset;
  const text = raw.slice(start, last).replace(wordOutsideStrings, (word) => words[word] ?? word);
  return { title: 'Write null, true or false for what is no JSON', start, end: last, text };
}

/** Control characters from the first on, as escapes; a line end between values stays. */
function controlEdit(raw: string, offset: number): Edit {
  const text = raw.slice(offset).replace(/"(?:[^"\\]|\\.)*"|[^"]*"/gs, (part) =>
    // eslint-disable-next-line no-control-regex -- control characters are what this is about
    part.replace(/[\u0000-\u001f]/g, (control) => JSON.stringify(control).slice(1, -1)),
  );
  return { title: 'Write the control characters as escapes', start: offset, end: raw.length, text };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
