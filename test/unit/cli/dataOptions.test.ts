import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { commands } from '../../../src/cli/commandList';
import { rowsToRead } from '../../../src/cli/dataOptions';
import { parseArguments } from '../../../src/cli/parseArguments';
import type { RunConfig } from '../../../src/protocol/runConfig';
import { configFor } from '../../support/makeRun';

async function read(
  file: string,
  given: readonly string[],
  data: RunConfig['data'] | null,
): Promise<unknown> {
  const parsed = await parseArguments('evaluate', commands.evaluate!, given);
  const { source, fields, usual } = rowsToRead(file, parsed, data && { data, fields: used });
  assert.deepEqual(usual, data && used);
  return { ...source, path: path.basename(source.path), ...fields };
}

const trained: RunConfig['data'] = {
  ...configFor('/x').data,
  train: { path: '/d/train.tsv', format: null, header: false, columns: ['text', 'label'] },
  fields: { text: 'review', label: null },
};
const used = { text: 'review', label: 'stars' };
const nothing = { format: null, header: null, columns: null, text: null, label: null };

test('what the flags leave out comes from the run, if it was written like that; else it is recognised', async () => {
  const rows = [
    ['a.tsv', [], null, nothing],
    [
      'a.tsv',
      [],
      trained,
      { ...nothing, header: false, columns: ['text', 'label'], text: 'review' },
    ],
    ['a.jsonl', [], trained, { ...nothing, text: 'review' }],
    [
      'a.dat',
      ['--format', 'tsv', '--no-header'],
      null,
      { ...nothing, format: 'tsv', header: false },
    ],
    ['a.tsv', ['--columns', 'a, b'], trained, { ...nothing, columns: ['a', 'b'], text: 'review' }],
    ['a.csv', ['--fields', 'text=x=y,label=z'], trained, { ...nothing, text: 'x=y', label: 'z' }],
    ['a.csv', ['--fields=label=z'], null, { ...nothing, label: 'z' }],
    ['a.csv', ['--fields=prompt=q'], null, { ...nothing, prompt: 'q' }],
  ] as const;
  for (const [file, given, data, expected] of rows)
    assert.deepEqual(await read(file, given, data), { path: file, ...expected }, given.join(' '));
});

test('flags that cannot be read are refused with the way to write them', async () => {
  const rows = [
    [['--format', 'arrow'], /--format arrow is not in this version/],
    [['--fields', 'promt=x'], /--fields cannot be read: "promt=x"/],
    [['--fields', 'prompt= '], /--fields cannot be read: "prompt= "/],
    [['--fields', 'text'], /--fields cannot be read/],
    [['--columns', 'a,,b'], /--columns holds an empty name/],
  ] as const;
  for (const [given, message] of rows) await assert.rejects(read('a.csv', given, null), message);
});
