import type { Device, EngineName } from './runConfig';
import type { DisparityKey, MetricId } from './metrics';

export type RunState =
  'starting' | 'running' | 'stopping' | 'finished' | 'stopped' | 'failed' | 'interrupted';

/** States in which a trainer process is expected to be alive. */
export const liveStates: readonly RunState[] = ['starting', 'running', 'stopping'];

/** What a trainer does before its first step, in this order; the page lists them with their times. */
export type Phase =
  | 'read-config'
  | 'wait-for-memory'
  | 'load-model'
  | 'read-data'
  | 'tokenise'
  | 'choose-device'
  | 'compile'
  | 'train'
  | 'save-model';

export interface PhaseTime {
  readonly phase: Phase;
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly finishedAt: number | null;
  /** From 0 to 1 while it runs, null where no share is known. */
  readonly done: number | null;
  /** What the user reads beside it: "43,410 rows", "cpu 0.21 s, webgpu 3.4 s". */
  readonly detail: string | null;
}

/** `run.json`: the truth about a run apart from its points. Times are seconds since 1970. */
export interface RunRecord {
  readonly version: 1;
  readonly name: string;
  readonly state: RunState;
  readonly pid: number | null;
  /** When the process began, as the operating system tells it: guards against a reused pid. */
  readonly processStart: string | null;
  /** Address of the control socket; null when nobody listens. */
  readonly socket: string | null;
  readonly device: Device | null;
  readonly engine: EngineName;
  readonly versions: Readonly<Record<string, string>>;
  readonly datasets: readonly DatasetRecord[];
  readonly model: ModelRecord | null;
  readonly startedAt: number;
  readonly finishedAt: number | null;
  readonly totalSteps: number | null;
  readonly totalEpochs: number | null;
  readonly phases: readonly PhaseTime[];
  /** Why a starting run does not start yet. */
  readonly waitingFor: { readonly run: string; readonly reason: string } | null;
  readonly best: BestRecord | null;
  readonly events: readonly RunEvent[];
  readonly failure: { readonly reason: string; readonly next: string } | null;
  /** Path of the config file the run came from, when it came from one. */
  readonly configFile: string | null;
  /** Dotted keys that config file (or a flag) set; all others are defaults. */
  readonly configSet?: readonly string[];
  /** Peak resident bytes so far. */
  readonly peakMemoryBytes: number | null;
  readonly note: string | null;
}

/**
 * Whether a live run has not come to its next step yet. Until then metrics.jsonl of a resumed run still holds the steps
 * after its checkpoint, which it will make again.
 */
export function isGettingReady({ state, phases }: RunRecord): boolean {
  return liveStates.includes(state) && !phases.some(({ phase }) => phase === 'train');
}

export interface DatasetRecord {
  readonly split: Split;
  readonly path: string;
  /** SHA-256 of the file, hexadecimal. */
  readonly hash: string;
  readonly rows: number;
}

export type Split = 'train' | 'validation' | 'test';

export interface ModelRecord {
  readonly path: string;
  readonly family: string;
  readonly parameters: number;
  readonly trainable: number;
  readonly labels: readonly string[];
}

export interface BestRecord {
  readonly metric: MetricId;
  readonly value: number;
  readonly step: number;
}

/**
 * Something worth a flag on the curve. `clipped-hard` and `loss-spike` are what src/trainer/training/watchSteps.ts says;
 * `stalled` is what an editor sees of a silent trainer and stands in no run.json.
 */
export interface RunEvent {
  readonly type:
    | 'checkpoint'
    | 'clipped-hard'
    | 'loss-spike'
    | 'non-finite'
    | 'early-stop'
    | 'resumed'
    | 'stalled'
    | 'note';
  readonly step: number;
  readonly time: number;
  readonly message: string;
}

/** Whether the trainer lives and says nothing; see src/extension/runs/stall.ts. */
export function isStalled({ state, events }: RunRecord): boolean {
  return liveStates.includes(state) && events.some(({ type }) => type === 'stalled');
}

/** A line of `metrics.jsonl` for one optimiser step. */
export interface TrainLine {
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly split: 'train';
  readonly loss: number;
  readonly learningRate: number;
  /** L2 norm before clipping. */
  readonly gradientNorm: number;
  readonly tokensPerSecond: number;
  /** With logit pairing: how far the logits of rows and their swaps are apart; see src/trainer/mitigation/logitPairing.ts. */
  readonly counterfactualGap?: number;
  /** With an adversary: its cross-entropy. */
  readonly adversaryLoss?: number;
}

/** A line of `metrics.jsonl` for one evaluation. */
export type EvaluationLine = {
  readonly step: number;
  readonly epoch: number;
  readonly time: number;
  readonly split: 'validation';
} & Readonly<Partial<Record<MetricId, number | null>>> &
  Readonly<Partial<Record<DisparityKey, number | null>>>;

export type MetricLine = TrainLine | EvaluationLine;
