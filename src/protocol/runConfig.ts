import type { DisparityMetric, MetricId } from './metrics';
import type { GroupSource, MitigationConfig } from './mitigationConfig';
import type { FurtherColumn, SchemaName } from './schemaNames';

/** `loss … weighted`: see metrics.ts. Every field is present: nothing is implied after resolving. */
export interface RunConfig {
  /** Folder in Hugging Face layout; absolute once resolved. */
  readonly model: string;
  readonly task: Task;
  readonly data: DataConfig;
  readonly method: { readonly type: 'full' };
  readonly training: TrainingConfig;
  readonly regularization: RegularizationConfig;
  /** What is done against bias; null: nothing. Runs of earlier versions do not say. */
  readonly mitigation?: MitigationConfig | null;
  readonly evaluation: EvaluationConfig;
  readonly checkpoints: CheckpointConfig;
  readonly device: Device | 'auto';
  readonly engine: EngineName;
  /** Folder that holds the run folders; absolute once resolved. */
  readonly output: string;
}

export type Task = 'text-classification';
export type Device = 'cpu' | 'webgpu' | 'wasm' | 'cuda';
export type EngineName = 'compiled' | 'eager';
export type DataFormat = 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet' | 'text';

/** One file of rows and how to read it; null means: recognise it. */
export interface DataSource {
  readonly path: string;
  readonly format: DataFormat | null;
  readonly header: boolean | null;
  readonly columns: readonly string[] | null;
}

/** Which columns hold what; null, or left out, means: recognise it by name. */
export interface Fields extends Readonly<
  Partial<Record<FurtherColumn, string | null | undefined>>
> {
  readonly text: string | null;
  readonly label: string | null;
}

export interface DataConfig {
  readonly train: DataSource;
  readonly validation: DataSource | null;
  readonly test: DataSource | null;
  /** What the rows are; null: recognise it. Runs of earlier versions do not say. */
  readonly schema?: SchemaName | null;
  readonly fields: Fields;
  /**
   * The labels that rows may have, in the order of their ids, each as a row of it is read; null: those of the training
   * rows. Runs of earlier versions do not say.
   */
  readonly labels?: readonly string[] | null;
  readonly split: SplitConfig | null;
}

/** The files that a config names: training, validation, test. */
export function sourcesOf({ train, validation, test }: DataConfig): readonly DataSource[] {
  return [train, validation, test].filter((source) => source !== null);
}

/** Ratios of all rows, from 0 to 1 (exclusive). */
export interface SplitConfig {
  readonly validation: number;
  readonly test: number;
  /** The column whose shares the parts keep, or null for a plain random split. */
  readonly stratify: string | null;
  readonly seed: number;
}

export interface TrainingConfig {
  readonly epochs: number;
  /** Optimiser steps; null: as many as `epochs` asks for. */
  readonly maxSteps: number | null;
  /** Rows per micro-batch. */
  readonly batchSize: number;
  /** Tokens per row, special tokens included; longer rows are cut. */
  readonly maxLength: number;
  readonly learningRate: number;
  readonly schedule: 'linear' | 'cosine' | 'constant';
  /** Share of all steps, from 0 to 1. */
  readonly warmupRatio: number;
  /** Largest L2 norm of all gradients; 0 switches clipping off. */
  readonly gradientClip: number;
  /** Micro-batches per optimiser step. */
  readonly gradientAccumulation: number;
  readonly classWeights: 'balanced' | Readonly<Record<string, number>> | null;
  readonly seed: number;
  readonly shuffle: boolean;
  readonly bucketByLength: boolean;
}

export interface RegularizationConfig {
  /** Hidden, attention and classifier dropout; null keeps the model's own. */
  readonly dropout: number | null;
  readonly weightDecay: number;
  readonly labelSmoothing: number;
  readonly earlyStopping: { readonly metric: MetricId; readonly patience: number } | null;
}

export interface EvaluationConfig {
  /** Optimiser steps between evaluations; null: once an epoch. */
  readonly everySteps: number | null;
  /** The metric that chooses the best checkpoint. */
  readonly best: MetricId;
  readonly metrics: readonly MetricId[];
  /** Disparities to follow while training; null: none. Runs of earlier versions do not say. */
  readonly audit?: EvaluationAuditConfig | null;
}

/** Which groups of validation rows are compared at every evaluation, and by what. */
export interface EvaluationAuditConfig {
  readonly groups: readonly GroupSource[];
  readonly metrics: readonly DisparityMetric[];
  /** The label whose rates are compared; null: all, the largest disparity counts. */
  readonly positive: string | null;
}

export interface CheckpointConfig {
  /** Optimiser steps between checkpoints; null: at every evaluation. */
  readonly everySteps: number | null;
  /** Newest checkpoints kept; the best is always kept. */
  readonly keep: number;
}
