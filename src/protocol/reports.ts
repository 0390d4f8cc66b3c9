import type { MetricId } from './metrics';
import type { Split } from './run';
import type { Task } from './runConfig';

/** A figure with its 95 % interval; null with a reason where it is undefined. */
export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly reason?: string;
}

export interface ClassFigures {
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  /** Rows whose true label this is. */
  readonly support: number;
  readonly reason?: string;
}

/** A row the model got wrong, the most confident first; `line` is where it stands in `path`. */
export interface WorstRow {
  readonly row: number;
  readonly path: string;
  readonly line: number;
  readonly text: string;
  readonly gold: string;
  readonly prediction: string;
  readonly confidence: number;
}

/** One entry per row, in file order; ids are positions in `confusionMatrix.labels`. */
export interface EvaluationOutcomes {
  readonly rows: readonly number[];
  readonly lines: readonly number[];
  readonly gold: readonly number[];
  readonly predicted: readonly number[];
}

/** The document of `finetune evaluate --json`, also `reports/evaluation-SPLIT-*.json`. */
export interface EvaluationReport {
  readonly task: Task;
  readonly rows: number;
  readonly metrics: Readonly<Partial<Record<MetricId, Figure>>>;
  readonly perClass: Readonly<Record<string, ClassFigures>>;
  readonly confusionMatrix: {
    readonly labels: readonly string[];
    /** A row per true label, a column per predicted one. */
    readonly counts: readonly (readonly number[])[];
  };
  readonly worst: readonly WorstRow[];
  /** What was answered for every row; left out where that would be too much to keep. */
  readonly outcomes?: EvaluationOutcomes;
  readonly split: Split | null;
  readonly data: { readonly path: string; readonly hash: string };
  readonly model: string;
  /** The groups whose thresholds decided; left out where the likeliest label is the answer. */
  readonly thresholdsBy?: string;
  /** Seconds since 1970. */
  readonly createdAt: number;
}

/** A line of `finetune predict --json`; rows count from 1. */
export interface PredictionLine {
  readonly row: number;
  readonly prediction: string;
  readonly scores: Readonly<Record<string, number>>;
}

/** The document of `finetune estimate --json`. */
export interface Estimate {
  readonly memoryBytes: {
    readonly weights: number;
    readonly gradients: number;
    readonly optimizer: number;
    readonly activations: number;
    readonly total: number;
  };
  readonly seconds: number;
  readonly diskBytes: number;
  readonly fits: boolean;
}
