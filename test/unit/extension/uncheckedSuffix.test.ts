import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uncheckedSuffix, type CheckState } from '../../../src/extension/views/uncheckedSuffix';

const closed: CheckState = {
  ...{ isNamed: false, isCheckable: true, isChecked: false, isUnderWay: false },
};

function check(change: Partial<CheckState>, expected: string): void {
  test(`${JSON.stringify(change)} gives "${expected}"`, () => {
    assert.equal(uncheckedSuffix({ ...closed, ...change }), expected);
  });
}

check({}, ' · not checked');
check({ isChecked: true }, '');
check({ isUnderWay: true }, '');
check({ isNamed: true }, '');
check({ isCheckable: false }, '');
