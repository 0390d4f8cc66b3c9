import { people } from '../identity/identityTerms';

/** Words that never begin a noun phrase's noun: behind "her" they mean that "her" stands alone. In pairs where a swap changes them. */
const functionText =
  'a an the this that these those some any every each no another either neither both all such ' +
  'i you he she it we they me him her us them my your his hers its our their mine yours ours theirs ' +
  'myself yourself himself herself itself ourselves themselves who whom whose which what when where why how whether ' +
  'and or but nor so yet because although though if unless until while as than since once ' +
  'of in on at by for with about against between among into through during before after above below to from up down out off over under ' +
  'within without toward towards upon onto across along around behind beyond near like despite except per via beside besides inside outside ' +
  'is am are was were be been being has have had having do does did will would shall should can could may might must ' +
  'not never always often sometimes again too also just even still then there here now soon later already ever anymore anyway anywhere ' +
  'alone apart away forward together instead today tonight tomorrow yesterday everywhere quickly almost enough somehow once twice ' +
  'isn aren wasn weren don doesn didn won wouldn shouldn couldn can hasn haven hadn said says asked replied';

export const functionWords: ReadonlySet<string> = new Set(functionText.split(' '));

export const determiners: ReadonlySet<string> = new Set(
  'a an the this that each every any another one some no my your his her its our their'.split(' '),
);

export const prepositions: ReadonlySet<string> = new Set(
  'of in on at by for with about against into through from to over under behind near upon onto around across along beside towards toward like than'.split(
    ' ',
  ),
);

/** Words for persons beside which an adjective is said of people; those of `people` and what people do. */
export const personWords: ReadonlySet<string> = new Set(
  `${people} gal gals gentleman gentlemen lad lads lass lasses husband wife son daughter sons daughters brother sister brothers sisters father mother fathers mothers parent parents dad mom adult adults teenager teenagers retiree retirees youngster youngsters pensioner pensioners millennial millennials boomer boomers child neighbour neighbours neighbor neighbors friend friends colleague colleagues coworker coworkers employee employees customer customers client clients patient patients voter voters teacher teachers doctor doctors nurse nurses author authors writer writers singer singers artist artists director directors politician politicians immigrant immigrants tourist tourists driver drivers applicant applicants candidate candidates resident residents user users reader readers soldier soldiers athlete athletes lawyer lawyers engineer engineers scientist scientists professor professors pupil pupils baby babies individual individuals`.split(
    ' ',
  ),
);

export const beForms: ReadonlySet<string> = new Set('is are was were am be been m re s'.split(' '));

export const personalPronouns: ReadonlySet<string> = new Set('i you he she we they who'.split(' '));

export const degreeWords: ReadonlySet<string> = new Set(
  'very so too really openly quite also now both not'.split(' '),
);

/** Whether a word can be, or begin, what somebody has: "her film", "her most famous film". */
export function isNounLike(word: string): boolean {
  return !functionWords.has(word);
}
