import type { SwapAxis } from '../swapAxis';
import { genderedNames } from './genderedNames';

/** Ends of words for kin, and what may stand before them. */
const kin =
  'father mother,fathers mothers,son daughter,sons daughters,brother sister,brothers sisters';
const kinshipPrefixes = ['', 'step', 'grand', 'god', 'foster'];

/** Stems of words that end in -man, -men, -woman and -women alike. */
const occupations =
  'air alder anchor assembly business camera chair congress council country crafts door fire fisher gun handy horse hunts lay mail milk news noble outdoors patrol police post repair sales service show spokes sports states stunt swords trades tribes weather work english french irish welsh scots dutch';

function compounds(): string {
  const families = kinshipPrefixes.flatMap((prefix) =>
    kin.split(',').map((pair) => {
      const [male = '', female = ''] = pair.split(' ');
      return `${prefix}${male} | ${prefix}${female}`;
    }),
  );
  const jobs = occupations
    .split(' ')
    .flatMap((stem) => [`${stem}man | ${stem}woman`, `${stem}men | ${stem}women`]);
  return [...families, ...jobs].join('\n');
}

export const gender: SwapAxis = {
  name: 'gender',
  groups: ['male', 'female'],
  source:
    'Pronouns, titles, kinship and words with a male and a female form as grammars list them (Quirk et al. 1985, A Comprehensive Grammar of the English Language, 5.104-5.111); first names from the most frequent of a century of US births (Social Security Administration), without those that are also words.',
  lists: [
    { use: 'pronoun', words: 'he | she\nhimself | herself\nsir | madam' },
    { use: 'object', words: 'him | her' },
    { use: 'determiner', words: 'his | her' },
    { use: 'possessive', words: 'his | hers' },
    { use: 'title', words: 'mr | ms' },
    { use: 'word', words: compounds() },
    {
      use: 'word',
      words: `
man | woman
men | women
boy | girl
boys | girls
guy | gal
guys | gals
male | female
males | females
gentleman | lady
gentlemen | ladies
lad | lass
lads | lasses
husband | wife
husbands | wives
groom | bride
grooms | brides
boyfriend | girlfriend
boyfriends | girlfriends
uncle | aunt
uncles | aunts
nephew | niece
nephews | nieces
dad | mom
dads | moms
daddy | mommy
daddies | mommies
papa | mama
grandpa | grandma
grandpas | grandmas
bachelor | bachelorette
bachelors | bachelorettes
widower | widow
widowers | widows
fiancé | fiancée
fiancés | fiancées
fiance | fiancee
king | queen
kings | queens
prince | princess
princes | princesses
duke | duchess
dukes | duchesses
emperor | empress
emperors | empresses
baron | baroness
barons | baronesses
monk | nun
monks | nuns
actor | actress
actors | actresses
waiter | waitress
waiters | waitresses
steward | stewardess
stewards | stewardesses
hero | heroine
heroes | heroines
heir | heiress
heirs | heiresses
landlord | landlady
landlords | landladies
headmaster | headmistress
headmasters | headmistresses
masseur | masseuse
sorcerer | sorceress
sorcerers | sorceresses
schoolboy | schoolgirl
schoolboys | schoolgirls
cowboy | cowgirl
cowboys | cowgirls
choirboy | choirgirl
dude | dudette
dudes | dudettes
bro | sis
bf | gf
bfs | gfs
fatherhood | motherhood
brotherhood | sisterhood
boyhood | girlhood
manhood | womanhood
fatherly | motherly
brotherly | sisterly
manly | womanly
boyish | girlish
fatherless | motherless
masculine | feminine
masculinity | femininity`,
    },
    { use: 'name', words: genderedNames },
  ],
  adjectives: 'male | female',
  synonyms: `
mrs = ms
mum = mom
mums = moms
auntie = aunt
aunty = aunt
granny = grandma
grandad = grandpa
granddad = grandpa
bridegroom = groom
gentlewoman = lady`,
};
