import assert from 'node:assert/strict';
import { test } from 'node:test';
import { whyNoLoss } from '../../../src/extension/editor/whyNoLoss';

function check(
  what: string,
  known: Parameters<typeof whyNoLoss>[0],
  expected: RegExp,
  next: RegExp,
): void {
  test(`no tokens of a row are shown ${what}`, () => {
    const error = whyNoLoss(known);
    assert.match(error.message, expected);
    assert.match(error.next ?? '', next);
  });
}

check(
  'of a file that no run config names',
  { hasModel: false, isLate: false },
  /not known how a model reads/,
  /Name the file in a run config/,
);
check(
  'of the header of a file that one names',
  { hasModel: true, isLate: false },
  /no row that a model could read/,
  /not on the names of the columns/,
);
check('before the file is read', { hasModel: true, isLate: true }, /still being read/, /Try again/);
