import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SwapAxisName } from '../../../../src/data/swap/swapAxis';
import { swapText } from '../../../../src/data/swap/swapText';
import { adjectiveGold } from './adjectiveGold';
import { pronounGold } from './pronounGold';

/** Swaps `text`; `expected` null: nothing is swapped. */
function check(axis: SwapAxisName, text: string, expected: string | null, shift = 1): void {
  const swapped = swapText(text, axis, shift);
  assert.equal(swapped?.text ?? null, expected, text);
  if (swapped === null) return;
  // What is marked is all that differs.
  let [rest, pair] = ['', 0];
  let end = 0;
  for (const { start, end: stop } of swapped.before) {
    const after = swapped.after[pair];
    rest += text.slice(end, start) + swapped.text.slice(after?.start, after?.end);
    [end, pair] = [stop, pair + 1];
  }
  assert.equal(rest + text.slice(end), swapped.text);
  assert.equal(swapped.before.length, swapped.after.length);
}

function checkBoth(axis: SwapAxisName, text: string, other: string): void {
  check(axis, text, other);
  check(axis, other, text);
}

test('case, possessives, plurals, contractions', () => {
  checkBoth('gender', 'he He HE', 'she She SHE');
  checkBoth('gender', "The man's hat, the boys' hats", "The woman's hat, the girls' hats");
  checkBoth('gender', "He's here; he’ll stay", "She's here; she’ll stay");
  checkBoth('gender', 'Mr. Miller and MR. MILLER', 'Ms. Miller and MS. MILLER');
  checkBoth('gender', 'an actor, a waiter', 'an actress, a waitress');
  checkBoth('gender', 'My stepfathers and the policemen', 'My stepmothers and the policewomen');
  checkBoth('gender', 'his ex-wife’s father-in-law', 'her ex-husband’s mother-in-law');
  checkBoth(
    'gender',
    'Uncle John called; "Men," he said.',
    'Aunt Linda called; "Women," she said.',
  );
  check('gender', 'hE came', null);
  check('gender', 'my mum and my auntie', 'my dad and my uncle');
});

test('articles follow the word', () => {
  checkBoth('gender', 'an uncle, A heir', 'an aunt, A heiress');
  checkBoth('age', 'An old man met a young man', 'A young man met an old man');
  checkBoth('age', 'an 18-year-old, A 20-year-old', 'a 63-year-old, A 65-year-old');
  check('nationality', 'a Mexican and an Indian', 'an Indian and a Nigerian');
  check('socioeconomic', 'An impoverished man', 'An affluent man');
  check('socioeconomic', 'a homeless man is an employed man', 'a wealthy man is an unemployed man');
});

test('what is no prose about people stays', () => {
  for (const text of [
    'http://women.org/he/she and www.man.com/his',
    'mail he@women.org or @she',
    '#man #women',
    'women.com is down',
    'run `he = she` or ```\nman her\n```',
    'a <b class="man"> and {he} and {{ his }}',
    '/home/she/man ./he ../his C:\\man\\he',
    'theater, heart, command, human, sheet',
    'a man-made lake, a he-man, 40 man-hours',
    'Spider-Man and Burger King',
    'you guys',
    's/he or (s)he',
    'self.he',
    'it took 20 ms to load; an MS in physics',
  ])
    check('gender', text, null);
  check('gender', 'I saw him.He left', 'I saw her.She left');
  check('gender', "`` he is '' and `` she ''", "`` she is '' and `` he ''");
  check('gender', 'he/she and his/her book', 'she/he and her/his book');
  check('gender', 'x < he > y', 'x < she > y');
});

test('names', () => {
  checkBoth('gender', 'Michael told Jennifer', 'Jennifer told Michael');
  check('gender', 'Stephen King writes', 'Shirley King writes');
  check('gender', 'LeBron James and Ridley Scott', null);
  check('gender', 'Scott James met David', 'Anna James met Elizabeth');
  check('gender', 'michael scott said', 'jennifer scott said');
  check('names', 'Emily Walsh applied.', 'Lakisha Walsh applied.', 1);
  check('names', 'Emily Walsh applied.', 'Fatima Walsh applied.', 4);
  check('names', 'I met Jose.', 'I met Wei.', 1);
});

test('other axes', () => {
  check('religion', 'A Christian family met a Christian.', 'A Jewish family met a Jew.', 2);
  check('religion', 'a devout Christian', 'a devout Jew', 2);
  check('religion', 'He is Jewish, the Jews said.', 'He is Christian, the Christians said.', 4);
  check('religion', 'the Muslim Brotherhood and Christian Bale', null);
  check('religion', 'the Bible and the church', 'the Quran and the mosque');
  check('religion', 'The rabbi left', null, 2);
  check('religion', 'The rabbi left', 'The priest left', 4);
  check('nationality', 'American women like German food.', 'Mexican women like German food.');
  check('nationality', 'spoken in German', null);
  check('nationality', 'a film in German dress', 'a film in Italian dress');
  check('nationality', 'South American and African American', null);
  check('ethnicity', 'black coffee, a white wall', null);
  check('ethnicity', 'A Black man, black women', 'A White man, white women', 1);
  check('ethnicity', 'two African-American students', 'two European-American students');
  checkBoth('disability', 'a deaf teacher with autism', 'a hearing teacher without autism');
  check('disability', 'blind faith', null);
  checkBoth('orientation', 'He is gay. A gay couple', 'He is straight. A straight couple');
  check('orientation', 'go straight ahead; the line is straight', null);
  checkBoth('gender-identity', 'a trans woman is transgender', 'a cis woman is cisgender');
  check('socioeconomic', 'poor acting, a rich plot', null);
  checkBoth('socioeconomic', 'she was very poor', 'she was very rich');
  checkBoth('body', 'a fat man', 'a thin man');
  check('body', 'fat chance, thin ice', null);
});

/** Of the 120 swaps of the gold sentences; the rest are told in docs/audit-suites.md. */
const rightSwaps = 114;

test('his, her, him and hers are told apart', (context) => {
  const wrong: string[] = [];
  for (const [male, female] of pronounGold)
    for (const [text, expected] of [
      [male, female],
      [female, male],
    ]) {
      const got = swapText(text ?? '', 'gender')?.text;
      if (got !== expected) wrong.push(`${text ?? ''} -> ${got ?? 'null'}`);
    }
  context.diagnostic(wrong.join('\n'));
  assert.equal(2 * pronounGold.length - wrong.length, rightSwaps);
});

/** Of the 50 swaps of the gold sentences. */
const rightAdjectives = 48;

test('Jew and Jewish are told apart', (context) => {
  const wrong: string[] = [];
  for (const [christian, jewish] of adjectiveGold)
    for (const [text, expected, shift] of [
      [christian, jewish, 2],
      [jewish, christian, 4],
    ] as const) {
      const got = swapText(text, 'religion', shift)?.text;
      if (got !== expected) wrong.push(`${text} -> ${got ?? 'null'}`);
    }
  context.diagnostic(wrong.join('\n'));
  assert.equal(2 * adjectiveGold.length - wrong.length, rightAdjectives);
});
