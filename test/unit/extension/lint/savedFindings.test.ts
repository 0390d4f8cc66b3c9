import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { lintSetup } from '../../../../src/extension/lint/lintSetup';
import type { FromLintWorker } from '../../../../src/extension/lint/lintMessages';
import { FileDocuments } from '../../../../src/extension/lint/worker/fileDocuments';

const folder = mkdtempSync(path.join(tmpdir(), 'finetune-saved-'));
after(() => rmSync(folder, { recursive: true }));

const question = (id: number, start: number): string =>
  `{"id": "${id}", "question": "Which colour is it, number ${id}?", "answers": [{"text": "Red", "answer_start": ${start}}]}`;

/** SQuAD's articles with a question on each line from the second on. */
const squad = (...starts: readonly number[]): string =>
  `{"data": [{"title": "T", "paragraphs": [{"context": "It is Red today.", "qas": [\n${starts
    .map((start, at) => question(at, start))
    .join(',\n')}\n]}]}]}\n`;

/** A document of a file, with what its worker posts until something is as it is to be. */
function openDocument(file: string, text: string) {
  type Posted = Extract<FromLintWorker, { type: 'findings' }>;
  let last: Posted | null = null;
  let heard: () => void = () => undefined;
  const documents = new FileDocuments((message) => {
    if (message.type !== 'findings') return;
    last = message;
    heard();
  });
  documents.open(
    file,
    lintSetup(file, [], {
      settings: { rules: {}, thresholds: {}, mostPerRule: 10 },
      suppressed: [],
    }),
  );
  documents.addLines(file, text);
  documents.opened(file, 1);
  const misplaced = (found: Posted | null): readonly number[] =>
    (found?.findings ?? []).flatMap(({ rule, line }) => (rule === 'L-QA-01' ? [line] : []));
  return {
    documents,
    until: (isMeant: (found: Posted) => boolean) =>
      new Promise<readonly number[]>((resolve) => {
        heard = () => {
          if (last !== null && isMeant(last)) resolve(misplaced(last));
        };
        heard();
      }),
  };
}

test('nested questions keep the findings of their file while it is open', async () => {
  const file = path.join(folder, 'squad.json');
  writeFileSync(file, squad(6, 1, 6));
  const { documents, until } = openDocument(file, squad(6, 1, 6));
  assert.deepEqual(await until(({ rows, areOfSaved }) => rows === 3 && areOfSaved === true), [3]);

  // A line typed before them moves them; what is unsaved is not judged.
  const line = { line: 1, column: 0, endLine: 1, endColumn: 0 };
  documents.change(file, 2, [{ ...line, text: '\n' }]);
  assert.deepEqual(await until(({ version }) => version === 2), [4]);

  writeFileSync(file, `${squad(6, 6, 6, 2)} `);
  documents.saved(file);
  assert.deepEqual(await until(({ rows }) => rows === 4), [5]);

  documents.close(file);
});

test('a document whose rows stand in its text speaks for itself', async () => {
  const file = path.join(folder, 'rows.jsonl');
  writeFileSync(file, '{"text": "one", "label": "a"}\n');
  const { documents, until } = openDocument(
    file,
    '{"text": "one", "label": "a"}\n{"text": "two", "label": "b"}\n',
  );
  await until(({ rows, areOfSaved }) => rows === 2 && areOfSaved !== true);
  documents.close(file);
});
