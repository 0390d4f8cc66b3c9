import { open } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../protocol/errors';

/** What a file of items to audit with holds: the words of `finetune audit --suite KIND=FILE`. */
export type SuiteKind = (typeof suiteKinds)[number];

export const suiteKinds = ['template', 'functional', 'seat'] as const;

export const suiteKindWords: Readonly<Record<SuiteKind, string>> = {
  template: 'Templates',
  functional: 'Functional tests',
  seat: 'Association test',
};

/** Suites that ship: the words of `finetune audit --built-in`. */
export type BuiltInSuite = (typeof builtInSuites)[number];

export const builtInSuites = ['swap', 'template', 'seat'] as const;

/** What a model can be asked, and what of it is ticked the first time. */
export interface AskableSuites {
  readonly model: 'classifier' | 'encoder';
  readonly files: readonly SuiteKind[];
  readonly builtIn: readonly BuiltInSuite[];
  readonly usual: readonly BuiltInSuite[];
}

export const ofClassifier: AskableSuites = {
  model: 'classifier',
  files: suiteKinds,
  builtIn: builtInSuites,
  usual: ['swap', 'template'],
};

export const ofEncoder: AskableSuites = {
  model: 'encoder',
  files: ['seat'],
  builtIn: ['seat'],
  usual: ['seat'],
};

export const builtInWords: Readonly<Record<BuiltInSuite, readonly [string, string]>> = {
  swap: ['Swaps', 'The rows again about somebody else, word by word'],
  template: ['Templates', '200 sentences, each about many groups; the most of the time'],
  seat: ['Association tests', 'What its embeddings associate with whom'],
};

/** Enough for the first rows; a long first row still names its columns. */
const headBytes = 262_144;

/** What a suite file holds, by the columns of its first rows; null where only the user knows. @throws UserError for another form */
export async function suiteKindOf(file: string): Promise<SuiteKind | null> {
  if (/\.parquet$/i.test(file)) return null;
  const head = await readHead(file);
  const kind = kindOfHead(head, file);
  if (kind !== null) return kind;
  const likelihood = likelihoodSuiteOf(head);
  if (likelihood !== null) {
    throw new UserError(
      `${path.basename(file)} looks like ${likelihood}, which compares how likely a language model finds sentences: it comes with decoder models.`,
      { next: 'Choose templates, functional tests or association tests.' },
    );
  }
  throw new UserError(
    `${path.basename(file)} is no suite: it has neither templates nor tests to audit with.`,
    {
      place: { file },
      next: 'Give rows with a column "template", rows with text, label, functionality and group, or one JSON object with targ1, targ2, attr1 and attr2.',
    },
  );
}

/** By the beginning of a file. */
export function kindOfHead(head: string, file: string): SuiteKind | null {
  if (/\.(csv|tsv)$/i.test(file)) {
    const columns = (head.split(/\r?\n/, 1)[0] ?? '')
      .split(/[,;\t]/)
      .map((name) => name.trim().replace(/^"|"$/g, ''));
    return kindOfColumns((name) => columns.includes(name));
  }
  return kindOfColumns((name) => head.includes(`"${name}"`));
}

function kindOfColumns(has: (name: string) => boolean): SuiteKind | null {
  if (has('targ1')) return 'seat';
  if (has('functionality')) return 'functional';
  return has('template') ? 'template' : null;
}

/** Suites that only a language model can be asked, by columns that no other has. */
export function likelihoodSuiteOf(head: string): string | null {
  if (head.includes('sent_more') && head.includes('sent_less')) return 'CrowS-Pairs';
  if (head.includes('"anti-stereotype"')) return 'StereoSet';
  return head.includes('"ans0"') && head.includes('"context_condition"') ? 'BBQ' : null;
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
