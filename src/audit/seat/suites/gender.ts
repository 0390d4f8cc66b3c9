import { career, family } from './attributes';
import type { AssociationList, AssociationWords } from './associationList';

const menNames: AssociationWords = {
  category: 'names of men',
  use: 'name',
  words: 'John, Paul, Mike, Kevin, Steve, Greg, Jeff, Bill',
};

const womenNames: AssociationWords = {
  category: 'names of women',
  use: 'name',
  words: 'Amy, Joan, Lisa, Sarah, Diana, Kate, Ann, Donna',
};

const men: AssociationWords = {
  category: 'men',
  use: 'people',
  words: 'men, boys, brothers, fathers, uncles, grandfathers, sons, gentlemen',
};

const women: AssociationWords = {
  category: 'women',
  use: 'people',
  words: 'women, girls, sisters, mothers, aunts, grandmothers, daughters, ladies',
};

const arts: AssociationWords = {
  category: 'arts',
  use: 'noun',
  words: 'poetry, art, dance, literature, novels, symphonies, drama, sculpture',
};

export const genderAssociations: readonly AssociationList[] = [
  {
    name: 'gender-career',
    source: 'WEAT 6 (Caliskan et al. 2017, after Nosek et al. 2002)',
    ...{ targ1: menNames, targ2: womenNames, attr1: career, attr2: family },
  },
  {
    name: 'gender-mathematics',
    source: 'WEAT 7 (Caliskan et al. 2017, after Nosek et al. 2002); men and women in the plural',
    targ1: {
      category: 'mathematics',
      use: 'noun',
      words: 'math, algebra, geometry, calculus, equations, computation, numbers, addition',
    },
    ...{ targ2: arts, attr1: men, attr2: women },
  },
  {
    name: 'gender-science',
    source: 'WEAT 8 (Caliskan et al. 2017, after Nosek et al. 2002); arts as in WEAT 7',
    targ1: {
      category: 'science',
      use: 'noun',
      words:
        'science, technology, physics, chemistry, biology, engineering, experiments, astronomy',
    },
    ...{ targ2: arts, attr1: men, attr2: women },
  },
  {
    name: 'gender-leadership',
    source:
      'Men and women as in gender-science; adjectives after the lists of agentic and communal words in Gaucher et al. 2011',
    ...{ targ1: men, targ2: women },
    attr1: {
      category: 'agentic',
      use: 'quality',
      words:
        'ambitious, assertive, decisive, dominant, confident, competitive, logical, analytical',
    },
    attr2: {
      category: 'communal',
      use: 'quality',
      words: 'affectionate, gentle, sensitive, compassionate, tender, nurturing, supportive, warm',
    },
  },
];
