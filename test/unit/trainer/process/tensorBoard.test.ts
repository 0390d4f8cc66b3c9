import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { crc32c, maskedCrc32c } from '../../../../src/trainer/process/crc32c';
import { openTensorBoard } from '../../../../src/trainer/process/tensorBoard';
import { temporaryFolder, trainLine } from '../../../support/makeRun';

test('crc32c agrees with the vectors of RFC 3720, B.4', () => {
  const ascending = Uint8Array.from({ length: 32 }, (_, index) => index);
  const rows = [
    [new Uint8Array(32), 0x8a9136aa],
    [new Uint8Array(32).fill(0xff), 0x62a8ab43],
    [ascending, 0x46dd794e],
    [ascending.toReversed(), 0x113fdb5c],
    [Buffer.from('123456789'), 0xe3069283],
  ] as const;
  for (const [bytes, crc] of rows) assert.equal(crc32c(bytes), crc);
});

/** Frames of a TFRecord file; fails on a checksum that does not fit. */
function records(file: string): Buffer[] {
  const content = readFileSync(file);
  const found: Buffer[] = [];
  for (let at = 0; at < content.length;) {
    const length = Number(content.readBigUInt64LE(at));
    assert.equal(content.readUInt32LE(at + 8), maskedCrc32c(content.subarray(at, at + 8)));
    const data = content.subarray(at + 12, at + 12 + length);
    assert.equal(content.readUInt32LE(at + 12 + length), maskedCrc32c(data));
    found.push(data);
    at += length + 16;
  }
  return found;
}

test('a run and its resume write a file each, and the second voids the steps made again', () => {
  const folder = temporaryFolder();
  for (const steps of [
    [1, 2, 3],
    [300, 301],
  ]) {
    const writer = openTensorBoard(folder);
    for (const step of steps) writer.append([trainLine(step)]);
    writer.close();
  }
  const files = readdirSync(folder).sort();
  assert.equal(files.length, 2);
  const [first, second] = files.map((file) => records(path.join(folder, file)));
  assert.equal(first!.length, 5);
  assert.match(first![0]!.toString('latin1'), /brain\.Event:2$/);
  assert.match(first![2]!.toString('latin1'), /train\/loss/);
  // step 300 = 0xac 0x02 in base 128, then field 7 of two bytes: status START.
  assert.deepEqual([...second![1]!.subarray(9)], [0x10, 0xac, 0x02, 0x3a, 0x02, 0x08, 0x01]);
});
