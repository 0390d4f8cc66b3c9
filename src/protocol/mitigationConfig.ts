/** Axes whose groups are told by the words of a text; see src/data/identity. */
export const groupAxes = [
  'gender',
  'religion',
  'nationality',
  'ethnicity',
  'age',
  'disability',
  'orientation',
] as const;

/** Axes along which a text can be made one about somebody else; see src/data/swap. */
export const counterfactualAxes = [
  'gender',
  'names',
  'religion',
  'nationality',
  'ethnicity',
  'age',
  'disability',
  'orientation',
  'gender-identity',
  'socioeconomic',
  'body',
] as const;

export type CounterfactualAxis = (typeof counterfactualAxes)[number];

export type GroupAxis = (typeof groupAxes)[number];

/** What says whom a row is about: a column of the data, or the English words of its text. */
export type GroupSource = string | { readonly axis: GroupAxis };

/** How groups of a source are called in metrics and reports: the column, or the axis. */
export function groupSourceName(source: GroupSource): string {
  return typeof source === 'string' ? source : source.axis;
}

/** What is done against bias while training; every part may be absent. */
export interface MitigationConfig {
  readonly groups: GroupSource | null;
  /** Kamiran and Calders' weights in the loss. */
  readonly reweighing: boolean;
  readonly groupDro: GroupDroConfig | null;
  readonly counterfactual: CounterfactualConfig | null;
  readonly logitPairing: LogitPairingConfig | null;
  readonly adversarial: AdversarialConfig | null;
  readonly thresholds: ThresholdsConfig | null;
}

/** A threshold of its own for each group, chosen on the validation rows after training; two labels only. */
export interface ThresholdsConfig {
  readonly constraint: 'demographic-parity' | 'equalized-odds';
  /** Largest difference of rates between groups on the validation rows. */
  readonly tolerance: number;
}

/** Thresholds as a model keeps them. */
export interface GroupThresholds {
  readonly groups: GroupSource;
  readonly constraint: ThresholdsConfig['constraint'];
  readonly tolerance: number;
  /** The second label: rows whose probability of it is higher than their group's threshold get it. */
  readonly label: string;
  /** By group; rows of any other have the usual one, 0.5. */
  readonly thresholds: Readonly<Record<string, number>>;
  /** Validation rows they were chosen on. */
  readonly rows: number;
}

/** A network that tells the group from what the head reads, against which the encoder is trained. */
export interface AdversarialConfig {
  /** Highest factor of the reversed gradient. */
  readonly weight: number;
  /** Width of its hidden layer. */
  readonly hidden: number;
  /** Its learning rate, in those of the training. */
  readonly rate: number;
}

/** A row and its swap shall have the same logits. */
export interface LogitPairingConfig {
  readonly axes: readonly CounterfactualAxis[];
  /** lambda */
  readonly weight: number;
}

/** Rows about somebody else, made of the training rows. */
export interface CounterfactualConfig {
  readonly axes: readonly CounterfactualAxis[];
  /** 2: beside the rows they are made of; 1: in place of them. */
  readonly sides: 1 | 2;
}

/** Sagawa and others' online algorithm. */
export interface GroupDroConfig {
  /** Groups alone, or each group with each label. */
  readonly over: 'group' | 'group-and-label';
  /** eta of the weights' exponentiated gradient. */
  readonly stepSize: number;
  /** C of the adjustment C / sqrt(rows of the group). */
  readonly adjustment: number;
}
