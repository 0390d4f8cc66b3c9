import assert from 'node:assert/strict';
import { test } from 'node:test';
import { diskError } from '../../../src/runs/diskError';

test('what a file system refuses is said in words; anything else stays an internal error', () => {
  const failure = (fields: object): Error => Object.assign(new Error('it failed'), fields);
  for (const [fields, says] of [
    [{ code: 'ENOSPC' }, /^The disk is full/],
    [{ code: 'EFBIG', syscall: 'write' }, /^The file would be larger than may be written/],
    [{ code: 'ENOENT', syscall: 'uv_cwd' }, /^The folder this runs in is gone/],
    [{ code: 'ENOENT', syscall: 'open' }, null],
    [{ code: 'EEXIST', syscall: 'mkdir' }, /stands where a folder is needed/],
    [{ code: 'EEXIST', syscall: 'open' }, null],
    [{}, null],
  ] as const) {
    const error = diskError(failure(fields));
    if (says === null) assert.equal(error, null);
    else assert.match(error?.message ?? '', says);
  }
});
