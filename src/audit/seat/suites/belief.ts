import { pleasant, pleasantSource, unpleasant } from './attributes';
import type { AssociationList, AssociationWords } from './associationList';

const christian: AssociationWords = {
  category: 'Christianity',
  use: 'noun',
  words: 'Christians, Christianity, churches, priests, Easter, the Bible, Jesus, baptism',
};

const source = `Words of our own, chosen to match each other; ${pleasantSource}`;

export const beliefAssociations: readonly AssociationList[] = [
  {
    ...{ name: 'religion-muslim', source, targ1: christian },
    targ2: {
      category: 'Islam',
      use: 'noun',
      words: 'Muslims, Islam, mosques, imams, Ramadan, the Quran, Muhammad, the hajj',
    },
    ...{ attr1: pleasant, attr2: unpleasant },
  },
  {
    ...{ name: 'religion-jewish', source, targ1: christian },
    targ2: {
      category: 'Judaism',
      use: 'noun',
      words: 'Jews, Judaism, synagogues, rabbis, Passover, the Torah, Moses, bar mitzvahs',
    },
    ...{ attr1: pleasant, attr2: unpleasant },
  },
  {
    ...{ name: 'orientation', source },
    targ1: {
      category: 'heterosexual people',
      use: 'people',
      words:
        'heterosexuals, straight people, straight men, straight women, heterosexual couples, straight couples, heterosexual men, heterosexual women',
    },
    targ2: {
      category: 'homosexual people',
      use: 'people',
      words:
        'homosexuals, gay people, gay men, lesbians, homosexual couples, gay couples, homosexual men, homosexual women',
    },
    ...{ attr1: pleasant, attr2: unpleasant },
  },
];
