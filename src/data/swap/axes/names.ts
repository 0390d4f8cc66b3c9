import type { SwapAxis } from '../swapAxis';

export const names: SwapAxis = {
  name: 'names',
  groups: ['white', 'Black', 'Hispanic', 'Asian', 'Arab'],
  source:
    'First names that people take as typical of a group, women with women and men with men: white and Black after Bertrand & Mullainathan 2004 (table 8); Hispanic and Asian from the names with the highest shares in Tzioumis 2018 (Demographic aspects of first names); Arab from common names of the Arab world. Names that are also words are left out.',
  // Women's names, then men's.
  lists: [
    {
      use: 'name',
      words: `
Emily | Lakisha | Guadalupe | Mei | Fatima
Anne | Tanisha | Maria | Thuy | Khadija
Jill | Latoya | Marisol | Yuki | Zainab
Allison | Aisha | Juana | Xiulan | Layla
Laurie | Keisha | Yesenia | Hyun | Samira
Sarah | Tamika | Graciela | Sakura | Yasmin
Meredith | Latonya | Alejandra | Linh | Amina
Kristen | Shanice | Ximena | Minji | Noura`,
    },
    {
      use: 'name',
      words: `
Todd | Darnell | José | Wei | Ahmed
Neil | Tyrone | Juan | Hiroshi | Mohammed
Geoffrey | Jamal | Luis | Minh | Omar
Brett | Rasheed | Carlos | Kenji | Hassan
Brendan | Tremayne | Jorge | Jun | Khalid
Greg | Kareem | Miguel | Takeshi | Mustafa
Matthew | Hakim | Pedro | Quang | Youssef
Brad | Leroy | Alejandro | Jiho | Abdullah
Cody | Jermaine | Diego | Haruto | Ibrahim
Connor | Malik | Javier | Zihao | Bilal`,
    },
  ],
  adjectives: '',
  synonyms: `
Jose = José
Muhammad = Mohammed
Mohamed = Mohammed
Fatimah = Fatima
Ahmad = Ahmed`,
};
