import type { SwapAxis } from '../swapAxis';

/** Proper adjectives also name things: with such a word behind them they are not about people. */
const things =
  'food foods restaurant restaurants cuisine cooking dish dishes dressing sausage bread toast fries cheese wine beer coffee tea market markets language ocean shepherd roulette doll dolls wax nut nuts horn idol pie wave standoff dollar dollars peso rupee film films movie movies cinema car cars';

export const religion: SwapAxis = {
  name: 'religion',
  groups: ['Christian', 'Muslim', 'Jewish', 'Hindu', 'Buddhist', 'Sikh'],
  source:
    'The groups of the Pew Research Center (The Global Religious Landscape, 2012) that have words of their own for member, faith and place of worship.',
  lists: [
    { use: 'adjective', words: 'Christian | Muslim | Jewish | Hindu | Buddhist | Sikh' },
    { use: 'noun', words: 'Christian | Muslim | Jew | Hindu | Buddhist | Sikh' },
    {
      use: 'proper',
      words: `
Christians | Muslims | Jews | Hindus | Buddhists | Sikhs
Christianity | Islam | Judaism | Hinduism | Buddhism | Sikhism
church | mosque | synagogue | mandir | vihara | gurdwara
churches | mosques | synagogues | mandirs | viharas | gurdwaras
Bible | Quran | Torah | Vedas | Tripitaka | -
priest | imam | rabbi | pandit | - | granthi
priests | imams | rabbis | pandits | - | granthis`,
    },
  ],
  synonyms: `
Islamic = Muslim
Moslem = Muslim
Moslems = Muslims
Koran = Quran
Catholic = Christian
Catholics = Christians
Protestant = Christian
Protestants = Christians`,
  adjectives: 'Christian | Muslim | Jewish | Hindu | Buddhist | Sikh',
  notBefore: 'bale slater dior louboutin era rock science',
};

const nationalities =
  'American | Mexican | Indian | Nigerian | Russian | Brazilian | Chinese | German | Italian | Iranian | Ukrainian | French | Polish | Japanese';

export const nationality: SwapAxis = {
  name: 'nationality',
  groups: [
    ...['American', 'Mexican', 'Indian', 'Nigerian', 'Russian', 'Brazilian', 'Chinese'],
    ...['German', 'Italian', 'Iranian', 'Ukrainian', 'French', 'Polish', 'Japanese'],
  ],
  source:
    'Demonyms of populous member states of the United Nations (World Population Prospects 2022), as the CIA World Factbook lists them.',
  lists: [
    {
      use: 'adjective',
      words: nationalities,
    },
    {
      use: 'noun',
      words:
        'American | Mexican | Indian | Nigerian | Russian | Brazilian | - | German | Italian | Iranian | Ukrainian | - | Pole | -',
    },
    {
      use: 'proper',
      words: `
Americans | Mexicans | Indians | Nigerians | Russians | Brazilians | - | Germans | Italians | Iranians | Ukrainians | - | Poles | -
America | Mexico | India | Nigeria | Russia | Brazil | China | Germany | Italy | Iran | Ukraine | France | Poland | Japan`,
    },
  ],
  adjectives: nationalities,
  notBefore: things,
  notAfter: 'north south latin central african native asian european arab new british',
  notAlone:
    'in into speak speaks spoke speaking learn learning learned read write translate translated',
};

export const ethnicity: SwapAxis = {
  name: 'ethnicity',
  groups: ['Black', 'white', 'Hispanic', 'Asian', 'Arab', 'Indigenous'],
  source:
    'Groups of the US Census Bureau (2020) and Arab, with the terms of the APA Publication Manual (7th ed., 5.7); colours count only where they are said of people.',
  lists: [
    { use: 'people', words: 'black | white | Hispanic | Asian | Arab | Indigenous' },
    {
      use: 'proper',
      words: `
blacks | whites | Hispanics | Asians | Arabs | -
African American | European American | Mexican American | Asian American | Arab American | Native American
African Americans | European Americans | Mexican Americans | Asian Americans | Arab Americans | Native Americans`,
    },
  ],
  adjectives: 'Black | white | Hispanic | Asian | Arab | Indigenous',
  synonyms: `
Latino = Hispanic
Latina = Hispanic
Latinx = Hispanic
Latinos = Hispanics
Latinas = Hispanics
Caucasian = white
Caucasians = whites`,
};
