import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test, type TestContext } from 'node:test';
import { UserError } from '../../../../src/protocol/errors';
import { openSafetensors, readTensor } from '../../../../src/trainer/weights/readSafetensors';
import { openWeights } from '../../../../src/trainer/weights/weightFiles';
import { writeSafetensors } from '../../../../src/trainer/weights/writeSafetensors';

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'finetune-safetensors-'));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** A file from a header (as JSON text, bytes or a value) and so many bytes of data. */
function bytesOf(header: unknown, dataBytes: number, claimed?: bigint): Uint8Array {
  const text =
    header instanceof Uint8Array
      ? header
      : Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = Buffer.alloc(8 + text.length + dataBytes);
  bytes.writeBigUInt64LE(claimed ?? BigInt(text.length));
  bytes.set(text, 8);
  return bytes;
}

const tensor = (shape: readonly unknown[], from: unknown, to: unknown, dtype = 'F32'): unknown => ({
  dtype,
  shape,
  data_offsets: [from, to],
});

const malformed: Readonly<Record<string, readonly [bytes: Uint8Array, message: RegExp]>> = {
  'nothing in it': [new Uint8Array(0), /0 bytes/],
  'fewer than 8 bytes': [new Uint8Array(7), /7 bytes/],
  'a header longer than the file': [bytesOf('{}', 0, 99n), /claims 99 bytes/],
  'a header of 100 MB': [bytesOf('{}', 0, 100_000_001n), /claims 100000001 bytes/],
  'a header of 2^64 - 1 bytes': [bytesOf('{}', 0, 2n ** 64n - 1n), /claims 18446744073709551615/],
  'a header that is no text': [bytesOf(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]), 0), /not UTF-8/],
  'a header that is not JSON': [bytesOf('{"a":', 0), /not JSON/],
  'a header that is a list': [bytesOf('[]', 0), /does not begin with \{/],
  'a header that begins with a space': [bytesOf(' {}', 0), /does not begin with \{/],
  'a tensor that is a number': [bytesOf({ a: 1 }, 0), /"a" is not described/],
  'an unknown type': [
    bytesOf({ a: tensor([1], 0, 4, 'F99') }, 4),
    /"a" has the unknown type "F99"/,
  ],
  'a type from the prototype': [
    bytesOf({ a: tensor([1], 0, 4, 'constructor') }, 4),
    /unknown type "constructor"/,
  ],
  'a type nested without end': [
    bytesOf(`{"a":{"dtype":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`, 0),
    /unknown type a list/,
  ],
  'a negative dimension': [bytesOf({ a: tensor([-1], 0, 4) }, 4), /"a" has no valid shape/],
  'a broken dimension': [bytesOf({ a: tensor([0.5], 0, 4) }, 4), /"a" has no valid shape/],
  'a dimension that is a text': [bytesOf({ a: tensor(['1'], 0, 4) }, 4), /no valid shape/],
  'seventeen dimensions': [
    bytesOf({ a: tensor(new Array<number>(17).fill(1), 0, 4) }, 4),
    /no valid shape/,
  ],
  'a shape that overflows': [
    bytesOf({ a: tensor([2 ** 40, 2 ** 40], 0, 4) }, 4),
    /"a" is too big to exist/,
  ],
  'offsets that overflow': [bytesOf({ a: tensor([1], 0, 2 ** 60) }, 4), /no valid offsets/],
  'offsets that are missing': [bytesOf({ a: { dtype: 'F32', shape: [1] } }, 4), /no valid offsets/],
  'a tensor that ends before it begins': [bytesOf({ a: tensor([1], 4, 0) }, 4), /ends before/],
  'a shape that needs other bytes': [
    bytesOf({ a: tensor([2], 0, 4) }, 4),
    /"a" needs 8 bytes for its shape \[2\] and has 4/,
  ],
  'a tensor beyond the end': [bytesOf({ a: tensor([2], 0, 8) }, 4), /beyond the end/],
  'two tensors that overlap': [
    bytesOf({ a: tensor([2], 0, 8), b: tensor([2], 4, 12) }, 12),
    /"b" overlaps/,
  ],
  'a hole': [bytesOf({ a: tensor([1], 0, 4), b: tensor([1], 8, 12) }, 12), /unused bytes before/],
  'bytes behind the last tensor': [bytesOf({ a: tensor([1], 0, 4) }, 5), /1 unused bytes/],
  'a key that stands twice': [
    bytesOf(
      '{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"\\u0061":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}',
      4,
    ),
    /key "a" twice/,
  ],
  'a key that stands twice within a tensor': [
    bytesOf('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', 4),
    /key "shape" twice/,
  ],
  'a tensor named __proto__': [
    bytesOf('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', 4),
    /forbidden name/,
  ],
  'metadata that are no texts': [bytesOf({ __metadata__: { a: 1 } }, 0), /__metadata__/],
  '100,001 tensors': [
    bytesOf(
      Object.fromEntries(Array.from({ length: 100_001 }, (_, i) => [`${i}`, tensor([0], 0, 0)])),
      0,
    ),
    /100001 tensors/,
  ],
};

for (const [what, [bytes, message]] of Object.entries(malformed)) {
  test(`a file with ${what} is refused`, (t) => {
    const file = path.join(temporaryFolder(t), 'model.safetensors');
    writeFileSync(file, bytes);
    assert.throws(
      () => openSafetensors(file),
      (error) =>
        error instanceof UserError && message.test(error.message) && error.place?.file === file,
    );
  });
}

/** Numbers from 0 to below 1, xorshift32. */
function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

test('2,000 damaged files are read or refused, never anything else', (t) => {
  const file = path.join(temporaryFolder(t), 'model.safetensors');
  const whole = bytesOf(
    { a: tensor([2, 1], 0, 8), 'b.c': tensor([3], 8, 14, 'F16'), d: tensor([], 14, 16, 'BF16') },
    16,
  );
  const random = pseudoRandom(11);
  const digits = Buffer.from('0123456789{}[]",:-eF');
  for (let round = 0; round < 2_000; round++) {
    const bytes = Buffer.from(whole);
    for (let change = 0; change <= random() * 3; change++) {
      const at = Math.floor(random() * bytes.length);
      const isDigit = random() < 0.7;
      bytes[at] = isDigit ? digits[Math.floor(random() * digits.length)]! : random() * 256;
    }
    const length = random() < 0.2 ? Math.floor(random() * bytes.length) : bytes.length;
    writeFileSync(file, bytes.subarray(0, length));
    try {
      const opened = openSafetensors(file);
      for (const name of opened.entries.keys()) readTensor(opened, name);
    } catch (error) {
      assert.ok(error instanceof UserError, `seed 11, round ${round}: ${String(error)}`);
    }
  }
});

test('what is written is read again, and numbers keep their bits', async (t) => {
  const file = path.join(temporaryFolder(t), 'model.safetensors');
  const odd = Float32Array.of(0, -0, 1e-45, 3.4e38, Infinity, NaN);
  const block = new Float32Array(10).map((_, i) => i);
  await writeSafetensors(file, [
    { name: 'odd', shape: [2, 3], data: odd },
    { name: '__metadata', shape: [0], data: new Float32Array(0) },
    { name: 'view', shape: [2], data: block.subarray(3, 5) },
    { name: 'ids', shape: [1], data: Int32Array.of(7) },
  ]);
  const opened = openSafetensors(file);
  assert.deepEqual(readTensor(opened, 'odd'), odd);
  assert.ok(Object.is(readTensor(opened, 'odd')[1], -0));
  assert.deepEqual(readTensor(opened, 'view'), Float32Array.of(3, 4));
  assert.throws(() => readTensor(opened, 'ids'), /type I32, which holds no weights/);
  const bytes = readFileSync(file);
  const headerBytes = Number(bytes.readBigUInt64LE());
  assert.equal(headerBytes % 8, 0);
  const header = JSON.parse(bytes.toString('utf8', 8, 8 + headerBytes)) as Record<string, unknown>;
  assert.deepEqual(header.__metadata__, { format: 'pt' });
});

test('a file that cannot be written leaves the old one', async (t) => {
  const file = path.join(temporaryFolder(t), 'model.safetensors');
  await writeSafetensors(file, [{ name: 'a', shape: [1], data: Float32Array.of(1) }]);
  const before = readFileSync(file);
  const twice = { name: 'a', shape: [1], data: Float32Array.of(2) };
  await assert.rejects(writeSafetensors(file, [twice, twice]), /same name/);
  assert.deepEqual(readFileSync(file), before);
});

test('every half and every bfloat16 becomes the float32 of the same value', (t) => {
  const file = path.join(temporaryFolder(t), 'model.safetensors');
  const bytes = bytesOf(
    {
      half: tensor([65_536], 0, 131_072, 'F16'),
      brain: tensor([65_536], 131_072, 262_144, 'BF16'),
    },
    262_144,
  );
  const data = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 262_144);
  for (let i = 0; i < 65_536; i++) {
    data.setUint16(i * 2, i, true);
    data.setUint16(131_072 + i * 2, i, true);
  }
  writeFileSync(file, bytes);
  const opened = openSafetensors(file);
  const halves = readTensor(opened, 'half');
  const brains = readTensor(opened, 'brain');
  const scratch = new DataView(new ArrayBuffer(4));
  for (let i = 0; i < 65_536; i++) {
    const exponent = (i >> 10) & 31;
    const fraction = i & 1023;
    const sign = i >> 15 ? -1 : 1;
    const size =
      exponent === 31
        ? fraction === 0
          ? Infinity
          : NaN
        : exponent === 0
          ? fraction * 2 ** -24
          : (1 + fraction / 1024) * 2 ** (exponent - 15);
    assert.ok(Object.is(halves[i], sign * size), `half ${i}: ${halves[i]}`);
    scratch.setUint16(0, i);
    scratch.setUint16(2, 0);
    assert.ok(Object.is(brains[i], scratch.getFloat32(0)), `bfloat16 ${i}: ${brains[i]}`);
  }
});

const one = { name: 'a', shape: [1], data: Float32Array.of(1) };

test('a model in several files is read as one', async (t) => {
  const folder = temporaryFolder(t);
  await writeSafetensors(path.join(folder, 'model-1.safetensors'), [one]);
  await writeSafetensors(path.join(folder, 'model-2.safetensors'), [{ ...one, name: 'b' }]);
  const map = { a: 'model-1.safetensors', b: 'model-2.safetensors' };
  writeFileSync(
    path.join(folder, 'model.safetensors.index.json'),
    JSON.stringify({ weight_map: map }),
  );
  const weights = openWeights(folder);
  assert.deepEqual([...weights.tensors.keys()].sort(), ['a', 'b']);
  assert.deepEqual(weights.read('b'), Float32Array.of(1));
});

for (const [what, shard, message] of [
  ['a path upwards', '../model-1.safetensors', /no file of this folder/],
  ['an absolute path', '/etc/passwd', /no file of this folder/],
  ['a file that is missing', 'model-9.safetensors', /is missing/],
  ['a link out of the folder', 'link.safetensors', /link out of this folder/],
  ['a file without the tensor', 'other.safetensors', /"a" is not in/],
] as const) {
  test(`a list of weight files with ${what} is refused`, async (t) => {
    const [folder, elsewhere] = [temporaryFolder(t), temporaryFolder(t)];
    await writeSafetensors(path.join(elsewhere, 'model-1.safetensors'), [one]);
    await writeSafetensors(path.join(folder, 'other.safetensors'), [{ ...one, name: 'b' }]);
    symlinkSync(path.join(elsewhere, 'model-1.safetensors'), path.join(folder, 'link.safetensors'));
    const index = path.join(folder, 'model.safetensors.index.json');
    writeFileSync(index, JSON.stringify({ weight_map: { a: shard } }));
    assert.throws(
      () => openWeights(folder),
      (error) =>
        error instanceof UserError && message.test(error.message) && error.place?.file === index,
    );
  });
}

test('weights that are not finite are refused with their tensor, wherever they stand', async (t) => {
  for (const bad of [NaN, Infinity, -Infinity]) {
    for (const at of [0, 77, 99]) {
      const folder = temporaryFolder(t);
      const data = new Float32Array(100).fill(-3e38);
      data[at] = bad;
      const tensors = [
        { name: 'sound', shape: [100], data: new Float32Array(100).fill(3e38) },
        { name: 'spoilt', shape: [10, 10], data },
      ];
      await writeSafetensors(path.join(folder, 'model.safetensors'), tensors);
      const weights = openWeights(folder);
      assert.equal(weights.read('sound').length, 100);
      assert.throws(
        () => weights.read('spoilt'),
        (error) =>
          error instanceof UserError &&
          error.place?.file === path.join(folder, 'model.safetensors') &&
          error.message.startsWith('The tensor "spoilt" holds 1 of 100 numbers'),
      );
    }
  }
});

test('pickled weights are refused, with the way to convert them', (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(path.join(folder, 'pytorch_model.bin'), 'x');
  assert.throws(
    () => openWeights(folder),
    (error) =>
      error instanceof UserError &&
      error.message.includes('pytorch_model.bin') &&
      error.next?.includes('save_pretrained') === true,
  );
});

test('a folder without weights says which file is missing', (t) => {
  assert.throws(() => openWeights(temporaryFolder(t)), /model\.safetensors is missing/);
});

test('a folder in the place of a file is refused, and a pipe is not waited for', (t) => {
  const folder = temporaryFolder(t);
  const file = path.join(folder, 'model.safetensors');
  mkdirSync(file);
  assert.throws(() => openSafetensors(file), UserError);
  if (process.platform === 'win32') return;
  const pipe = path.join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  assert.throws(() => openSafetensors(pipe), UserError);
});
