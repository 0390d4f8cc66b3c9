import assert from 'node:assert/strict';
import { test } from 'node:test';
import { previewTitle } from '../../../../src/extension/recipes/previewTitle';

test('the tab of a preview counts as all else does', () => {
  assert.equal(
    previewTitle('a.recipe.json', { changed: 1666, dropped: 2 }),
    'a.recipe.json: 1,666 changed, 2 dropped',
  );
});
