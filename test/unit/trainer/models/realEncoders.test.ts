import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createEngine } from '../../../../src/trainer/engine/createEngine';
import type { Engine, Program } from '../../../../src/trainer/engine/engine';
import {
  feedSpans,
  readSpanValues,
  type SpanValues,
} from '../../../../src/trainer/inference/spanValues';
import { loadModel, type LoadedModel } from '../../../../src/trainer/modelFolder/loadModel';
import { noDropout } from '../../../../src/trainer/models/model';
import { programInputs } from '../../../../src/trainer/training/stepPrograms';

const root = process.env.FINETUNE_ROOT ?? '.';
const references = path.join(root, '../shared/models/reference_outputs.json');

interface Reference {
  readonly text: string;
  readonly input_ids: readonly number[];
  readonly cls: readonly number[];
  readonly mean: readonly number[];
  readonly pooler: readonly number[];
}

/** The first folder that is there. */
const folders: Readonly<Record<string, readonly string[]>> = {
  minilm: ['../shared/models/minilm'],
  'minilm-small': ['samples/models/minilm-small', '../shared/models/minilm-small'],
};

for (const [name, candidates] of Object.entries(folders)) {
  const folder = candidates.map((part) => path.join(root, part)).find((part) => existsSync(part));
  const missing = [references, folder ?? candidates[0] ?? name].find((file) => !existsSync(file));
  const skip = missing === undefined ? false : `${missing} is not there`;
  test(`${name} gives what transformers gives`, { skip }, async () => {
    const { outputs } = JSON.parse(readFileSync(references, 'utf8')) as {
      outputs: Readonly<Record<string, readonly Reference[]>>;
    };
    const loaded = await loadModel(folder!, { labels: ['a', 'b'], dropout: null, seed: 1 });
    const values = readSpanValues(loaded.model.spans, loaded.weight);
    const engine = await createEngine({ name: 'compiled', device: 'cpu' });
    for (const reference of outputs[name]!) await check({ loaded, values, engine }, reference);
    await engine.dispose();
  });
}

interface Encoder {
  readonly loaded: LoadedModel;
  readonly values: SpanValues;
  readonly engine: Engine;
}

async function check({ loaded, values, engine }: Encoder, reference: Reference): Promise<void> {
  const { model, tokenizer } = loaded;
  const ids = tokenizer.encode(reference.text, 128);
  assert.deepEqual(ids, reference.input_ids, reference.text);

  const encode: Program = (inputs) => ({ ...model.encode(inputs, inputs, noDropout) });
  const program = await engine.compile(encode, programInputs(model, 1, ids.length));
  const batch = {
    inputIds: Int32Array.from(ids),
    attentionMask: new Int32Array(ids.length).fill(1),
    tokenTypeIds: new Int32Array(ids.length),
  };
  const feeds = { ...batch, ...feedSpans(model.spans, values, batch) };
  const { hidden, pooled } = await program.run(feeds, {}, { seed: 0, step: 0, micro: 0 });
  const width = hidden!.length / ids.length;
  const mean = Array.from({ length: 8 }, (_, column) => {
    const tokens = ids.map((_, token) => hidden![token * width + column]!);
    return tokens.reduce((a, b) => a + b, 0) / ids.length;
  });
  const close = (actual: ArrayLike<number>, expected: readonly number[], what: string): void => {
    for (const [index, value] of expected.entries()) {
      const off = Math.abs(actual[index]! - value);
      assert.ok(off < 2e-5, `${reference.text}: ${what}[${index}] is off by ${off}`);
    }
  };
  close(hidden!, reference.cls, 'cls');
  close(mean, reference.mean, 'mean');
  close(pooled!, reference.pooler, 'pooler');
  await program.dispose();
}
