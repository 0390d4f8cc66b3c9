/** Groups of people that texts may be about, by axis. A space joins words of a phrase; "*" stands for any of `people`. */
export interface IdentityAxis {
  readonly name: string;
  readonly groups: Readonly<Record<string, string>>;
}

/**
 * Words for persons, behind adjectives that mean people only beside them: "black people", but not "black coffee".
 */
export const people =
  'people person persons man men woman women guy guys lady ladies girl girls boy boys kid kids child children student students worker workers player players actor actors actress couple family families community folks citizens';

/**
 * English terms, lower case. Sources of the axes and of the words chosen: for gender, pronouns, kinship and titles as in any English
 * grammar (Quirk et al. 1985, 5.104-5.111); for religion, the groups of the Pew Research Center's "Global Religious Landscape"; for
 * nationality and ethnicity, the demonyms of the most populous member states of the United Nations and the groups of the US
 * Census; for age, the life stages of the APA Publication Manual (7th ed., 5.3); for disability, the conditions in the ADA
 * National Network's "Guidelines for Writing About People With Disabilities"; for orientation, GLAAD's "Media Reference Guide".
 * Words of other senses ("straight", "blind", "white", "old") count only beside a word for persons.
 */
export const identityAxes: readonly IdentityAxis[] = [
  {
    name: 'gender',
    groups: {
      male: 'he him his himself man men male males boy boys gentleman gentlemen guy guys father fathers dad dads son sons brother brothers husband husbands uncle uncles nephew nephews grandfather grandfathers boyfriend boyfriends king kings prince princes actor actors mr sir lad lads',
      female:
        'she her hers herself woman women female females girl girls lady ladies mother mothers mom moms mum daughter daughters sister sisters wife wives aunt aunts niece nieces grandmother grandmothers girlfriend girlfriends queen queens princess princesses actress actresses mrs ms madam lass',
    },
  },
  {
    name: 'religion',
    groups: {
      Christian:
        'christian christians christianity catholic catholics protestant protestants church churches',
      Muslim: 'muslim muslims islam islamic mosque mosques',
      Jewish: 'jew jews jewish judaism synagogue synagogues',
      Hindu: 'hindu hindus hinduism',
      Buddhist: 'buddhist buddhists buddhism',
      Sikh: 'sikh sikhs sikhism',
      unaffiliated: 'atheist atheists atheism agnostic agnostics',
    },
  },
  {
    name: 'nationality',
    groups: {
      American: 'american americans',
      Chinese: 'chinese',
      Indian: 'indian indians',
      Mexican: 'mexican mexicans',
      Nigerian: 'nigerian nigerians',
      Pakistani: 'pakistani pakistanis',
      Brazilian: 'brazilian brazilians',
      Russian: 'russian russians',
      Japanese: 'japanese',
      Filipino: 'filipino filipinos filipina filipinas',
      Iranian: 'iranian iranians',
      German: 'german germans',
      French: 'french frenchman frenchwoman',
      British: 'british briton britons',
      Italian: 'italian italians',
      Polish: 'polish *|pole poles',
      Turkish: 'turkish turks',
      Ukrainian: 'ukrainian ukrainians',
      Syrian: 'syrian syrians',
    },
  },
  {
    name: 'ethnicity',
    groups: {
      Black: 'black *|african american|african americans|blacks|afro american',
      white: 'white *|caucasian|caucasians|whites',
      Hispanic: 'hispanic|hispanics|latino|latinos|latina|latinas|latinx',
      Asian: 'asian|asians|asian american|asian americans',
      Arab: 'arab|arabs|arabic *|middle eastern',
      Indigenous: 'native american|native americans|indigenous *|aboriginal *',
      Roma: 'roma *|romani|gypsy|gypsies',
    },
  },
  {
    name: 'age',
    groups: {
      young:
        'young *|teenager|teenagers|teen|teens|adolescent|adolescents|millennial|millennials|younger *',
      old: 'old *|elderly|older *|senior citizen|senior citizens|pensioner|pensioners|boomer|boomers|aged *|retiree|retirees',
    },
  },
  {
    name: 'disability',
    groups: {
      disabled:
        'disabled|disability|disabilities|handicapped|blind *|deaf|wheelchair|paralyzed|paraplegic|quadriplegic|amputee|autistic|autism|dyslexic|dyslexia|epileptic|epilepsy|down syndrome|cerebral palsy|schizophrenic|schizophrenia|bipolar disorder|mentally ill|hard of hearing|visually impaired',
    },
  },
  {
    name: 'orientation',
    groups: {
      'gay or lesbian':
        'gay|gays|lesbian|lesbians|homosexual|homosexuals|homosexuality|same sex couple|same sex couples',
      bisexual: 'bisexual|bisexuals|bisexuality',
      transgender: 'transgender|transsexual|trans *|nonbinary|non binary',
      heterosexual: 'heterosexual|heterosexuals|straight *',
    },
  },
];
