import { createHash } from 'node:crypto';
import type { AuditSource } from '../../protocol/audit';
import type { SeatSet, SeatTest } from './seatFile';
import type { AssociationList, AssociationWords, WordUse } from './suites/associationList';
import { beliefAssociations } from './suites/belief';
import { conditionAssociations } from './suites/condition';
import { genderAssociations } from './suites/gender';
import { originAssociations } from './suites/origin';

const lists: readonly AssociationList[] = [
  ...genderAssociations,
  ...originAssociations,
  ...beliefAssociations,
  ...conditionAssociations,
];

/** Sentences that say next to nothing but the word, written for this project. */
const sentences: Readonly<Record<WordUse, readonly string[]>> = {
  name: [
    '{} lives two doors down.',
    'I talked to {} on the phone yesterday.',
    'We are still waiting for {}.',
    'The letter is addressed to {}.',
  ],
  people: [
    'There are {} in the next room.',
    'I talked to some {} yesterday.',
    'We are still waiting for the {}.',
    'The letter is about {}.',
  ],
  description: [
    'The {} person lives two doors down.',
    'I talked to some {} people yesterday.',
    'We are still waiting for the {} man.',
    'The letter is about {} women.',
  ],
  noun: [
    'The letter is about {}.',
    'We talked about {} yesterday.',
    'This reminds me of {}.',
    'The next page has something on {}.',
  ],
  quality: [
    'They seem {} to me.',
    'Everybody called them {}.',
    'The letter says that they are {}.',
    'That was rather {} yesterday.',
  ],
};

/** The association tests that ship. */
export function builtInAssociations(): readonly SeatTest[] {
  return lists.map(testOf);
}

/** One word in several sentences counts once: the sentences are not independent of each other. */
function testOf(list: AssociationList): SeatTest {
  const { name, targ1, targ2, attr1, attr2 } = list;
  return {
    path: `seat/${name}`,
    source: sourceOf(list),
    ...{ targ1: setOf(targ1), targ2: setOf(targ2), attr1: setOf(attr1), attr2: setOf(attr2) },
  };
}

function setOf({ category, use, words }: AssociationWords): SeatSet {
  const each = words.split(', ').map((word) => sentences[use].map((text) => sentence(text, word)));
  return {
    category,
    examples: each.flat(),
    lines: each.flat().map(() => 1),
    words: Int32Array.from(each.flatMap((own, at) => own.map(() => at))),
  };
}

function sentence(text: string, word: string): string {
  const filled = text.replace('{}', word);
  return filled.charAt(0).toUpperCase() + filled.slice(1);
}

function sourceOf(list: AssociationList): AuditSource {
  const { targ1, targ2, attr1, attr2 } = list;
  const hash = createHash('sha256').update(JSON.stringify({ list, sentences })).digest('hex');
  const rows = [targ1, targ2, attr1, attr2].reduce(
    (sum, { words }) => sum + words.split(', ').length,
    0,
  );
  return { kind: 'built-in', path: `seat/${list.name}`, hash, rows };
}
