import assert from 'node:assert/strict';
import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readRecord } from '../../src/runs/runRecord';
import { makeWorkspace, runCli } from '../support/cliProcess';

interface Mistake {
  readonly what: string;
  /** Dotted keys of the config. */
  readonly changes?: Readonly<Record<string, unknown>>;
  /** Spoils files of the workspace. */
  readonly spoil?: (folder: string) => void;
  /** What stderr must say: what, where, what next. */
  readonly says: RegExp;
}

const row = (text: string, label: string): string => `${JSON.stringify({ text, label })}\n`;

/** A copy of the model inside the workspace, to be spoilt. */
function ownModel(folder: string, spoil: (model: string) => void): void {
  const model = path.join(folder, 'model');
  const config = JSON.parse(readFileSync(path.join(folder, 'tiny.finetune.json'), 'utf8')) as {
    model: string;
  };
  cpSync(config.model, model, { recursive: true });
  config.model = './model';
  writeFileSync(path.join(folder, 'tiny.finetune.json'), JSON.stringify(config, null, 2));
  spoil(model);
}

/** Fills the weights of the head with one number. */
function fillHead(model: string, value: number): void {
  const file = path.join(model, 'model.safetensors');
  const bytes = readFileSync(file);
  const headerEnd = 8 + Number(bytes.readBigUInt64LE());
  const header = JSON.parse(bytes.toString('utf8', 8, headerEnd)) as Record<
    string,
    { readonly data_offsets: readonly [number, number] }
  >;
  const [start, end] = header['classifier.weight']!.data_offsets;
  for (let at = start; at < end; at += 4) bytes.writeFloatLE(value, headerEnd + at);
  writeFileSync(file, bytes);
}

const mistakes: readonly Mistake[] = [
  {
    what: 'missing file',
    changes: { 'data.train': 'nope.jsonl' },
    says: /tiny\.finetune\.json:\d+:\d+: .*no file .*nope\.jsonl/,
  },
  {
    what: 'wrong column',
    changes: { 'data.fields': { text: 'body', label: 'label' } },
    says: /tiny\.finetune\.json:\d+:\d+: There is no column "body" .*train\.jsonl; there are "text", "label"/,
  },
  {
    what: 'unknown label in the validation file',
    spoil(folder) {
      writeFileSync(path.join(folder, 'validation.jsonl'), row('ba', 'calm') + row('do', 'odd'));
    },
    says: /validation\.jsonl:2: .*odd/,
  },
  {
    what: 'empty split',
    spoil(folder) {
      writeFileSync(path.join(folder, 'validation.jsonl'), '');
    },
    says: /validation\.jsonl: .*(empty|no rows)/,
  },
  {
    what: 'broken JSON line',
    spoil(folder) {
      writeFileSync(path.join(folder, 'train.jsonl'), `${row('ba', 'calm')}{"text": "do", \n`);
    },
    says: /train\.jsonl:2/,
  },
  {
    what: 'a key that stands twice in a row, whatever it holds',
    spoil(folder) {
      const twice = '{"text": "do", "meta": 1, "label": "calm", "meta": 2}\n';
      writeFileSync(path.join(folder, 'train.jsonl'), row('ba', 'calm') + twice);
    },
    says: /train\.jsonl:2:44: Key "meta" stands twice in this row: one of its values would be lost\. Take one out, or let "finetune lint/,
  },
  {
    what: 'model folder without weights',
    spoil(folder) {
      ownModel(folder, (model) => {
        rmSync(path.join(model, 'model.safetensors'));
      });
    },
    says: /model.*safetensors/,
  },
  {
    what: 'tensor of the wrong shape',
    spoil(folder) {
      ownModel(folder, (model) => {
        const file = path.join(model, 'config.json');
        const config = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
        writeFileSync(file, JSON.stringify({ ...config, intermediate_size: 48 }));
      });
    },
    says: /intermediate\.dense\.weight.*(64|48)/,
  },
  {
    what: 'unknown config key',
    changes: { 'training.epoch': 3 },
    says: /tiny\.finetune\.json:\d+:\d+: .*epoch.*epochs/,
  },
  { what: '0 epochs', changes: { 'training.epochs': 0 }, says: /:\d+:\d+: .*epochs.*\b0\b/ },
  { what: 'a batch of 1e9', changes: { 'training.batchSize': 1e9 }, says: /:\d+:\d+: .*batchSize/ },
  {
    what: 'adapters',
    changes: { method: { type: 'lora' } },
    says: /lora.*not in this version yet/,
  },
  { what: 'a hub id', changes: { model: 'bert-base-uncased' }, says: /does not download/ },
  {
    what: 'a loss that is not a number',
    spoil(folder) {
      // So large that the logits overflow.
      ownModel(folder, (model) => {
        fillHead(model, 3e38);
      });
    },
    says: /train\.jsonl:\d+: .*not a finite number/,
  },
  {
    what: 'weights that are not numbers',
    spoil(folder) {
      ownModel(folder, (model) => {
        fillHead(model, NaN);
      });
    },
    says: /model\.safetensors: The tensor "classifier\.weight" holds \d+ of \d+ numbers that are NaN/,
  },
];

for (const { what, changes, spoil, says } of mistakes) {
  test(`${what}: one paragraph with place and next action, exit 1, nothing lost`, async () => {
    const cwd = makeWorkspace(changes);
    spoil?.(cwd);
    const { code, stdout, stderr } = await runCli(['train', 'tiny.finetune.json', '--json'], {
      cwd,
    });
    assert.deepEqual([code, stdout], [1, ''], stderr);
    const message = stderr.trimEnd();
    assert.match(message, says);
    assert.ok(message.length <= 600 && !message.includes('\n'), `${message.length}: ${message}`);
    assert.ok(!/\n\s+at /.test(stderr), 'no stack trace');
    const output = path.join(cwd, '.finetune', 'runs');
    for (const name of readFolder(output)) {
      const { state, failure } = readRecord(path.join(output, name));
      assert.equal(state, 'failed', 'what began says that it failed');
      assert.ok(failure !== null && failure.reason !== '' && failure.next !== '');
    }
  });
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch {
    return [];
  }
}
