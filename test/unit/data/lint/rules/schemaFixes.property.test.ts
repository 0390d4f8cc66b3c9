import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Found } from '../../../../../src/data/lint/found';
import { schemaRules } from '../../../../../src/data/lint/rules/schemaRules';
import type { SchemaName } from '../../../../../src/data/schemas/schema';
import { usualSchema } from '../../schemas/usualSchema';
import { seededRandom, type SeededRandom } from '../../seededRandom';
import { lintRow, mendRow } from '../lintRow';

type Values = Record<string, unknown>;

const ours = new Set(schemaRules.flatMap(({ ids }) => ids));
const texts = ['How far is it?', 'Three miles.', 'Thanks, that helps.', 'Grüße 😀', 'It is red.'];
/** What each speaker says: a role that is found out must not make an answer a copy of its question. */
const lines = [
  ['How far is it?', 'Which colour has it, please?', 'Grüße 😀'],
  ['Three miles.', 'It is red.', 'Quite well, and 😀 to you.'],
  ['You are brief.'],
] as const;
const tokens = ['<|im_end|>', '</s>', '[INST] ', ' <<SYS>>', '<|eot_id|><|eot_id|>'];

/** A sound conversation in which a few things have gone wrong. */
function brokenChat(random: SeededRandom, isShareGpt: boolean): Values {
  const [roleKey, contentKey] = isShareGpt ? ['from', 'value'] : ['role', 'content'];
  const names = isShareGpt ? ['human', 'gpt', 'system'] : ['user', 'assistant', 'system'];
  const say = (who: number): Values => ({
    [roleKey]: names[who],
    [contentKey]: random.pick(lines[who] ?? texts),
  });
  const messages: Values[] = random.chance(0.4) ? [say(2)] : [];
  for (let pair = 0; pair < 1 + random.below(3); pair += 1) messages.push(say(0), say(1));
  for (let mistake = 0; mistake < 1 + random.below(3); mistake += 1) {
    const at = random.below(messages.length);
    const message = messages[at] ?? {};
    switch (random.below(8)) {
      case 0:
        Reflect.deleteProperty(message, roleKey);
        break;
      case 1:
        message[roleKey] = random.pick(
          message[roleKey] === names[0]
            ? ['Human', 'prompter', 'Bob']
            : message[roleKey] === names[1]
              ? ['bot', 'asistant', 'Bob', 'model']
              : ['Bob'],
        );
        break;
      case 2:
        messages.splice(at, 0, say(random.below(2)));
        break;
      case 3:
        messages.splice(at, 0, say(2));
        break;
      case 4:
        messages.pop();
        break;
      case 5:
        message[contentKey] = `${String(message[contentKey])}${random.pick(tokens)}`;
        break;
      case 6:
        // note: what else is wrong with a text shows only once it stands under the right key.
        message.text = 'Quite so.';
        Reflect.deleteProperty(message, contentKey);
        break;
      default:
        message[contentKey] = random.pick([null, 7]);
    }
  }
  return { [isShareGpt ? 'conversations' : 'messages']: messages };
}

function brokenAnswer(random: SeededRandom): Values {
  const context = texts
    .map((text) => `${text} `)
    .join('')
    .trim();
  return {
    context,
    question: 'Which colour?',
    answers: { text: [random.pick(['red', 'blue', '😀'])], answer_start: [random.below(80)] },
  };
}

function brokenTags(random: SeededRandom): Values {
  const tags = ['O', 'B-PER', 'I-PER', 'B-LOC', 'I-LOC'];
  const count = 1 + random.below(6);
  return {
    tokens: Array.from({ length: count }, () => random.pick(['Ada', 'in', 'Rome'])),
    tags: Array.from({ length: count }, () => random.pick(tags)),
  };
}

const kinds: readonly (readonly [SchemaName, (random: SeededRandom) => Values])[] = [
  ['messages', (random) => brokenChat(random, false)],
  ['sharegpt', (random) => brokenChat(random, true)],
  ['question-answering', brokenAnswer],
  ['token-classification', brokenTags],
];

function countsOf(found: readonly Found[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { finding } of found) counts.set(finding.rule, (counts.get(finding.rule) ?? 0) + 1);
  return counts;
}

test('a fix removes its finding, and no rule about rows finds more than before', () => {
  let made = 0;
  for (let seed = 0; seed < 3_000; seed += 1) {
    const random = seededRandom(seed);
    const [name, make] = random.pick(kinds);
    const [schema, values] = [usualSchema(name), make(random)];
    const raw = JSON.stringify(values);
    const found = lintRow(schema, values);
    const before = countsOf(found);
    for (const { finding, fixes } of found) {
      if (!ours.has(finding.rule)) continue;
      for (const fix of fixes()) {
        const mended = mendRow(raw, fix);
        const about = `seed ${seed}, ${finding.rule}, "${fix.title}": ${raw}`;
        assert.ok(mended !== null, about);
        if (mended === 'delete-row') continue;
        made += 1;
        const after = countsOf(lintRow(schema, mended));
        const left = after.get(finding.rule) ?? 0;
        assert.ok(left < (before.get(finding.rule) ?? 0), `${about} leaves its finding`);
        for (const [rule, count] of after) {
          assert.ok(count <= (before.get(rule) ?? 0), `${about} adds ${rule}`);
        }
      }
    }
  }
  assert.ok(made > 1_000, `${made} fixes`);
});
