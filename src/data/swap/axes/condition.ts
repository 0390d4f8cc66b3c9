import type { SwapAxis } from '../swapAxis';

const manual = 'the APA Publication Manual (7th ed.)';

/** Adults of working age and those 45 years older, so that an age stays an age of the same sentence. */
function years(): string {
  return Array.from({ length: 22 }, (_, at) => `${18 + at} | ${63 + at}`).join('\n');
}

export const age: SwapAxis = {
  name: 'age',
  groups: ['young', 'old'],
  source: `Life stages as in ${manual}, 5.3, and generations in everyday use; numbers of years move by 45.`,
  lists: [
    { use: 'people', words: 'young | old\nyounger | older\nyoungest | oldest\nyouthful | elderly' },
    {
      use: 'proper',
      words: `
youngster | pensioner
youngsters | pensioners
teenager | retiree
teenagers | retirees
millennial | boomer
millennials | boomers`,
    },
    { use: 'years', words: years() },
  ],
  adjectives: 'young | old\nyounger | older',
  synonyms: `
teen = teenager
teens = teenagers
aged = elderly`,
};

const conditions =
  'disabilities autism dyslexia epilepsy schizophrenia dementia depression diabetes arthritis paraplegia';

export const disability: SwapAxis = {
  name: 'disability',
  groups: ['disabled', 'nondisabled'],
  source: `Conditions and wording of the ADA National Network (Guidelines for Writing About People With Disabilities) and of ${manual}, 5.4.`,
  lists: [
    {
      use: 'people',
      words: `
disabled | nondisabled
blind | sighted
deaf | hearing
autistic | neurotypical
mentally ill | mentally healthy`,
    },
    {
      use: 'proper',
      words: conditions
        .split(' ')
        .map((each) => `with ${each} | without ${each}`)
        .concat(
          'with a disability | without a disability',
          'with down syndrome | without down syndrome',
          'with cerebral palsy | without cerebral palsy',
          'with bipolar disorder | without bipolar disorder',
        )
        .join('\n'),
    },
  ],
  adjectives: 'disabled | nondisabled\nblind | sighted\ndeaf | hearing\nautistic | neurotypical',
  synonyms: 'handicapped = disabled',
};

export const orientation: SwapAxis = {
  name: 'orientation',
  groups: ['gay or lesbian', 'heterosexual'],
  source: `Terms of the GLAAD Media Reference Guide (11th ed.) and of ${manual}, 5.8.`,
  lists: [
    { use: 'people', words: 'gay | straight' },
    {
      use: 'proper',
      words: `
homosexual | heterosexual
homosexuals | heterosexuals
homosexuality | heterosexuality
same sex | opposite sex`,
    },
  ],
  adjectives: 'gay | straight\nhomosexual | heterosexual',
  synonyms: `
gays = homosexuals
lesbian = homosexual
lesbians = homosexuals`,
};

export const genderIdentity: SwapAxis = {
  name: 'gender-identity',
  groups: ['transgender', 'cisgender'],
  source: `Terms of the GLAAD Media Reference Guide (11th ed.) and of ${manual}, 5.5.`,
  lists: [
    { use: 'people', words: 'trans | cis' },
    { use: 'proper', words: 'transgender | cisgender' },
  ],
  adjectives: 'transgender | cisgender\ntrans | cis',
  synonyms: `
transgendered = transgender
transsexual = transgender`,
};

export const socioeconomic: SwapAxis = {
  name: 'socioeconomic',
  groups: ['poor', 'rich'],
  source: `Income, work and class as in ${manual}, 5.9.`,
  lists: [
    {
      use: 'people',
      words: `
poor | rich
poorer | richer
poorest | richest
impoverished | affluent
homeless | wealthy
unemployed | employed
uneducated | educated`,
    },
    { use: 'proper', words: 'low income | high income\nworking class | upper class' },
  ],
  adjectives: 'poor | rich\nimpoverished | affluent\nunemployed | employed',
  synonyms: 'jobless = unemployed',
};

export const body: SwapAxis = {
  name: 'body',
  groups: ['heavy', 'slim'],
  source:
    'Plain words for weight, a body type that HolisticBias (Smith et al. 2022) and CrowS-Pairs (Nangia et al. 2020, physical appearance) both ask about.',
  lists: [
    {
      use: 'people',
      words: `
fat | thin
overweight | slim
obese | slender`,
    },
  ],
  adjectives: 'fat | thin\noverweight | slim',
};
