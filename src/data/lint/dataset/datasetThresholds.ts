/** Numbers that the rules about whole files go by; thresholds.ts puts them beside those of the other rules. */
export const datasetThresholds = {
  nearSimilarity: {
    standard: 0.8,
    minimum: 0.5,
    maximum: 1,
    help: 'Jaccard similarity of word-5-grams from which two rows are near duplicates (L-DUP-03, L-LEAK-02).',
  },
  sharedRunWords: {
    standard: 13,
    minimum: 5,
    maximum: 100,
    help: 'Words in a row that an evaluation row may not share with the training data (L-LEAK-02).',
  },
  systemMinority: {
    standard: 0.1,
    minimum: 0,
    maximum: 0.5,
    help: 'Share of rows up to which having, or lacking, a system prompt is inconsistent (L-CHT-10).',
  },
  strayMarkup: {
    standard: 0.2,
    minimum: 0,
    maximum: 1,
    help: 'Share of rows below which markup is stray rather than meant (L-TXT-07).',
  },
  mainLanguage: {
    standard: 0.8,
    minimum: 0.5,
    maximum: 1,
    help: 'Share of rows in one language from which the others are findings (L-TXT-12).',
  },
  endedTexts: {
    standard: 0.9,
    minimum: 0.5,
    maximum: 1,
    help: 'Share of targets that end as sentences do from which the others are findings (L-TXT-13).',
  },
  outlierSpread: {
    standard: 3,
    minimum: 1,
    maximum: 10,
    help: 'Interquartile ranges, on a log scale, above the third quartile from which a row is too long (L-LEN-03).',
  },
  rareLabelRows: {
    standard: 5,
    minimum: 1,
    maximum: 1000,
    help: 'Rows below which a label is rare in any dataset (L-LBL-02).',
  },
  rareLabelShare: {
    standard: 0.1,
    minimum: 0,
    maximum: 1,
    help: "Share of a label's part in a balanced dataset below which it is rare (L-LBL-02).",
  },
  orderProbability: {
    standard: 0.05,
    minimum: 0,
    maximum: 1,
    help: 'Probability in random order below which rows count as sorted by label (L-LBL-04).',
  },
  shortcutPrecision: {
    standard: 0.99,
    minimum: 0.5,
    maximum: 1,
    help: 'Share of the rows with a word that must have one label for it to be a shortcut (L-LBL-05).',
  },
  shortcutSupport: {
    standard: 0.05,
    minimum: 0.001,
    maximum: 1,
    help: 'Share of all rows that must have a word for it to be a shortcut (L-LBL-05).',
  },
  lengthBias: {
    standard: 0.65,
    minimum: 0.5,
    maximum: 1,
    help: 'Share of pairs with the longer answer chosen, or rejected, from which length decides (L-PRF-02).',
  },
  oneSidedFeedback: {
    standard: 0.1,
    minimum: 0,
    maximum: 0.5,
    help: 'Share of good, or bad, answers below which feedback is one-sided (L-PRF-03).',
  },
  identityDifference: {
    standard: 0.05,
    minimum: 0,
    maximum: 1,
    help: "Difference in a label's share between rows about two groups from which it is a finding (L-FAIR-01).",
  },
  fewestRows: {
    standard: 50,
    minimum: 1,
    maximum: 1_000_000,
    help: 'Rows a dataset should have (L-SIZE-01).',
  },
  fewestRowsPerLabel: {
    standard: 10,
    minimum: 1,
    maximum: 1_000_000,
    help: 'Rows a labelled dataset should have for each label (L-SIZE-01).',
  },
} as const;

type DatasetThreshold = keyof typeof datasetThresholds;

/** What the user set, else the standard. */
export function threshold(
  { thresholds }: { readonly thresholds: Readonly<Record<string, number>> },
  name: DatasetThreshold,
): number {
  return thresholds[name] ?? datasetThresholds[name].standard;
}
