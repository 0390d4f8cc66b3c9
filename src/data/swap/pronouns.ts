import type { SwapUse } from './swapAxis';
import { isNounLike, prepositions } from './wordClasses';
import { isHyphenated, nextJoined } from './wordSequence';
import type { WordSequence } from './wordSequence';

type PronounUse = Extract<SwapUse, 'object' | 'determiner' | 'possessive'>;

/**
 * What "her" or "his" is where it stands: determiner ("her book"), object ("saw her") or, for "his", possessive ("it is his").
 * The class of the next word decides; what the verb before tells decides the cases where that word can be either. It is a
 * heuristic: docs/audit-suites.md says how often it is right.
 */
export function pronounUse(words: WordSequence, at: number): PronounUse {
  const word = words.lower(at);
  if (word === 'him') return 'object';
  if (word === 'hers') return 'possessive';
  const alone = word === 'his' ? 'possessive' : 'object';
  return isDeterminer(words, at) ? 'determiner' : alone;
}

/** "saw her go": verbs behind which a verb without "to" may follow. */
const causatives = setOf(
  'let lets letting make makes made making help helps helped helping see sees saw seen seeing watch watches watched watching hear hears heard hearing have has had feel feels felt bid',
);
/** Verbs and moods that follow those, and rarely mean a thing that somebody has. */
const bareVerbs = setOf(
  'go be do feel get know see cry look think make take come leave stay become realize realise understand say tell believe want win lose forget remember seem sit stand sleep eat speak grow learn die live keep move pay happen appear perform act sing enter find give wait buy have laugh smile try switch talk hold turn play walk use pull pass meet start stop finish read write drive kill fight fall watch put hurt bleed suffer dance struggle happy sad bitter angry famous sick uncomfortable nervous mad jealous proud',
);
/** "saw her walking". */
const perceptions = setOf(
  'see sees saw seen seeing watch watches watched watching hear hears heard hearing find finds found catch caught keep keeps kept leave left show shows showing shown spot spotted picture',
);
/** Ends in -ing and is a thing that somebody has. */
const ingNouns = setOf(
  'clothing training feeling wedding building earring ring evening morning painting writing acting meaning ending everything drawing upbringing hearing understanding following ranking rating',
);
const motion = setOf(
  'take takes took taking bring brings brought bringing drive drives drove send sends sent walk walks walked follow follows followed get got carry carried see invite invited escort',
);
const calls = setOf(
  'call calls called calling bring brings brought bringing get gets got take takes took taking want wants wanted love loves loved win won send sent give gave pay paid hold holds held kiss kissed hit hug text write wrote hate fight let lets welcome put hurts',
);
/** Verbs with two objects: behind "gave her" an amount is what is given. */
const giving = setOf(
  'give gives gave given giving offer offers offered tell tells told telling send sends sent ask asks asked teach teaches taught show shows showed cost costs lend lent owe owes owed pay paid buy bought bring brought',
);
const given = setOf(
  'money flowers permission advice hope time strength credit power five ten two three more something everything nothing anything someone lots plenty courage lessons directions dinner chocolate tips things stuff candy water food english french spanish german math',
);
const minding = setOf(
  'know knows knew like likes liked love loves loved hate hates hated suit suits suited fit fits treat treats treated serve serves describe describes admire respect enjoy help helps helped understand understands want wanted need needed see thank appreciate remember trust',
);
const adverbs = setOf('back home right well better best most more much very first last all being');
/** Ends in -ly and is no adverb. */
const lyAdjectives = setOf(
  'family lovely only early friendly elderly ugly silly lonely daily weekly monthly holy deadly curly belly jelly likely worldly costly lively ally bully reply assembly anomaly motherly fatherly sisterly brotherly womanly manly sly cowardly ghostly godly heavenly homely lowly nightly orderly scholarly sickly smelly timely unruly unlikely wobbly fly lily italy melancholy',
);

function isDeterminer(words: WordSequence, at: number): boolean {
  if (isHyphenated(words, at) || !nextJoined(words, at)) return isPairedPossessive(words, at);
  const isHis = words.lower(at) === 'his';
  const [before, next] = [words.lower(at - 1), words.lower(at + 1)];
  if (adverbs.has(next)) return isHis || !meansAdverb(words, at);
  if (!isHis && causatives.has(before) && bareVerbs.has(next)) return false;
  if (!isHis && perceptions.has(before) && /.ing$/.test(next)) return ingNouns.has(next);
  if (!isHis && giving.has(before) && given.has(next)) return false;
  if (/.ly$/.test(next) && !lyAdjectives.has(next)) return isHis || leadsToNoun(words, at + 1);
  return isNounLike(next) || isPairedPossessive(words, at);
}

/** "his and her books", "her or their work": the second tells the first. */
function isPairedPossessive(words: WordSequence, at: number): boolean {
  const isSlash = words.gap(at).trim() === '/';
  const isAnd = /^\s+$/.test(words.gap(at)) && /^(?:and|or)$/.test(words.lower(at + 1));
  if (!isSlash && !isAnd) return false;
  const other = at + (isSlash ? 1 : 2);
  if (!/^(?:his|her|their|my|your|our)$/.test(words.lower(other))) return false;
  return nextJoined(words, other) && isNounLike(words.lower(other + 1));
}

/** Whether a noun may still follow: "her newly found love", but not "loved her dearly." */
function leadsToNoun(words: WordSequence, at: number): boolean {
  return nextJoined(words, at) && isNounLike(words.lower(at + 1));
}

/** "called her back", "love her more", "took her home". */
function meansAdverb(words: WordSequence, at: number): boolean {
  const [before, next] = [words.lower(at - 1), words.lower(at + 1)];
  const isFollowed = leadsToNoun(words, at + 1);
  switch (next) {
    case 'home':
      return motion.has(before);
    case 'back':
      return calls.has(before);
    case 'right':
      return !isFollowed && !prepositions.has(before);
    case 'well':
    case 'better':
    case 'best':
    case 'more':
    case 'most':
    case 'much':
      return !isFollowed && minding.has(before);
    case 'very':
      return /^(?:much|well)$/.test(words.lower(at + 2));
    case 'first':
    case 'last':
      return !isFollowed && !prepositions.has(before);
    case 'all':
      return !giving.has(before) && nextJoined(words, at + 1);
    case 'being':
      return !prepositions.has(before);
    default:
      return false;
  }
}

function setOf(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
