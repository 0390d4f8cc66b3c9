import type { AssociationWords } from './associationList';

export const pleasant: AssociationWords = {
  category: 'pleasant',
  use: 'noun',
  words: 'joy, love, peace, pleasure, friendship, laughter, happiness, paradise',
};

export const unpleasant: AssociationWords = {
  category: 'unpleasant',
  use: 'noun',
  words: 'agony, hatred, war, disaster, misery, murder, evil, failure',
};

/** Said of whoever writes of pleasant and unpleasant things. */
export const pleasantSource =
  'pleasant and unpleasant nouns after WEAT 3 to 5 (Caliskan et al. 2017, after Greenwald et al. 1998)';

export const competent: AssociationWords = {
  category: 'competent',
  use: 'quality',
  words:
    'competent, capable, intelligent, skilful, efficient, productive, resourceful, independent',
};

export const incompetent: AssociationWords = {
  category: 'incompetent',
  use: 'quality',
  words: 'incompetent, incapable, foolish, clumsy, inefficient, useless, helpless, dependent',
};

/** Said of whoever is called competent or not. */
export const competentSource =
  'adjectives of our own for the dimension of competence in Fiske et al. 2002';

export const career: AssociationWords = {
  category: 'career',
  use: 'noun',
  words:
    'executives, management, professionals, corporations, salaries, offices, business, careers',
};

export const family: AssociationWords = {
  category: 'family',
  use: 'noun',
  words: 'homes, parents, children, family, cousins, marriage, weddings, relatives',
};
