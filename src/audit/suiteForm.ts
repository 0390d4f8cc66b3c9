import { open, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../protocol/errors';
import { likelihoodWords } from './languageModel';

/** What a file of items to audit with holds: the words of `finetune audit --suite KIND=FILE`. */
export type SuiteKind = (typeof suiteKinds)[number];

export const suiteKinds = ['template', 'functional', 'seat'] as const;

export const suiteKindWords: Readonly<Record<SuiteKind, string>> = {
  template: 'Templates',
  functional: 'Functional tests',
  seat: 'Association test',
};

/** The column or the key that no other kind has. */
const marks: Readonly<Record<SuiteKind, string>> = {
  seat: 'targ1',
  functional: 'functionality',
  template: 'template',
};

/** Enough for the first rows; a long first row still names its columns. */
const headBytes = 262_144;

/** What a suite file holds, by the columns of its first rows; null where only the user knows. @throws UserError for another form */
export async function suiteKindOf(file: string): Promise<SuiteKind | null> {
  if (/\.parquet$/i.test(file)) return null;
  const head = await readHead(file);
  const [kind] = kindsOfHead(head, file);
  if (kind !== undefined) return kind;
  refuseLikelihoods(head, file);
  throw noSuite(file);
}

/**
 * Told before anything is read, since a reader can only say what is missing.
 * @throws UserError for a file that holds another kind of suite than the one it is named as, or one that only a language model can be asked
 */
export async function requireSuiteKind(file: string, named: SuiteKind): Promise<void> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile || /\.parquet$/i.test(file)) return;
  const head = await readHead(file);
  const kinds = kindsOfHead(head, file);
  if (kinds.includes(named)) return;
  const [other] = kinds;
  if (other === undefined) {
    refuseLikelihoods(head, file);
    if (!/\.(jsonl|ndjson|json|csv|tsv)$/i.test(file)) throw noSuite(file);
    // note: which columns rows have, and where, is the reader's to say.
    return;
  }
  throw new UserError(`This file holds ${inSentence(other)}, not ${inSentence(named)}.`, {
    place: { file },
    next: `Write --suite ${other}=FILE, or name another file.`,
  });
}

/** `templates`, `an association test`. */
function inSentence(kind: SuiteKind): string {
  const words = suiteKindWords[kind].toLowerCase();
  return kind === 'seat' ? `an ${words}` : words;
}

function noSuite(file: string): UserError {
  return new UserError(
    `${path.basename(file)} is no suite: it has neither templates nor tests to audit with.`,
    {
      place: { file },
      next: 'Give rows with a column "template", rows with text, label, functionality and group, or one JSON object with targ1, targ2, attr1 and attr2.',
    },
  );
}

/** By the beginning of a file, the surest first. */
function kindsOfHead(head: string, file: string): SuiteKind[] {
  const has = namesIn(head, file);
  return (['seat', 'functional', 'template'] as const).filter((kind) => has(marks[kind]));
}

/** @throws UserError for suites that only a language model can be asked, by columns that no other has */
function refuseLikelihoods(head: string, file: string): void {
  const has = namesIn(head, file);
  const name =
    has('sent_more') && has('sent_less')
      ? 'CrowS-Pairs'
      : head.includes('"anti-stereotype"')
        ? 'StereoSet'
        : has('ans0') && has('context_condition')
          ? 'BBQ'
          : null;
  if (name === null) return;
  throw new UserError(`${path.basename(file)} looks like ${name}. ${likelihoodWords(name)}.`, {
    next: 'Choose templates, functional tests or association tests.',
  });
}

function namesIn(head: string, file: string): (name: string) => boolean {
  if (!/\.(csv|tsv)$/i.test(file)) return (name) => head.includes(`"${name}"`);
  const columns = (head.split(/\r?\n/, 1)[0] ?? '')
    .split(/[,;\t]/)
    .map((name) => name.trim().replace(/^"|"$/g, ''));
  return (name) => columns.includes(name);
}

async function readHead(file: string): Promise<string> {
  const handle = await open(file).catch((error: unknown) => {
    throw new UserError(`${file} could not be read: ${String(error)}.`, {
      next: 'Choose another file.',
    });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0);
    return buffer.toString('utf8', 0, bytesRead).replace(/^\uFEFF/, '');
  } finally {
    await handle.close();
  }
}
