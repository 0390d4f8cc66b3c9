import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stepForRule } from '../../../../src/extension/recipes/stepForRule';
import { stepRecipe } from '../../../../src/extension/recipes/stepRecipe';
import { ruleIds } from '../../../../src/protocol/lint';
import { parseRecipe } from '../../../../src/recipe/parseRecipe';

test('the recipe that is offered for a rule can be run as it is', () => {
  const offered = ruleIds.flatMap((rule) => {
    const step = stepForRule(rule);
    return step === null ? [] : [{ rule, step }];
  });
  assert.ok(offered.length >= 5);
  for (const { rule, step } of offered) {
    const text = stepRecipe({ ...step, input: './a.jsonl', output: './a.clean.jsonl' });
    const { recipe, problems } = parseRecipe(text, 'a.recipe.json');
    assert.deepEqual(problems, [], rule);
    assert.equal(recipe?.steps[0]?.type, step.step.type, rule);
  }
});

test('no recipe is offered for what a menu gives beside a file', () => {
  for (const given of [undefined, [], 'L-TXT-01', 'constructor', 5])
    assert.equal(stepForRule(given), null, String(given));
});
