import { connect, type Socket } from 'node:net';
import { trainerProtocolVersion, type FromTrainer, type ToTrainer } from '../protocol/trainer';
import { messageReader } from './messageLines';

/** What a client tells its owner, in this order: connected, messages, closed; again after each reconnect. */
export interface TrainerListener {
  message(message: FromTrainer): void;
  /** `reason` is a sentence. Nothing follows when `final` is true. */
  closed(reason: string, final: boolean): void;
}

export interface TrainerClient {
  /** False when nobody is connected at this moment: the message was not sent. */
  send(message: ToTrainer): boolean;
  /** Ends the connection for good; `closed` is not called. */
  close(): void;
}

/** Breaks of 0.1, 0.2, 0.4 … at most 5 seconds. */
const waitMs = (attempt: number): number => Math.min(5_000, 100 * 2 ** attempt);
const attempts = 6;

/**
 * Listens to the trainer of a run. Connects again after a break, up to six times in a row; a trainer of another
 * protocol version is left alone, for the run folder tells everything too.
 */
export function connectTrainer(address: string, listener: TrainerListener): TrainerClient {
  let socket: Socket | null = null;
  let timer: NodeJS.Timeout | null = null;
  let attempt = 0;
  let isGreeted = false;
  let isOver = false;

  const end = (reason: string, final: boolean): void => {
    isGreeted = false;
    socket?.removeAllListeners().on('error', () => undefined);
    socket?.destroy();
    socket = null;
    isOver ||= final;
    listener.closed(reason, final);
  };
  const receive = (message: unknown): void => {
    if (!isFromTrainer(message) || isOver) return;
    if (message.type === 'hello') {
      if (message.version !== trainerProtocolVersion) {
        end(`The trainer speaks version ${message.version} of the protocol.`, true);
        return;
      }
      isGreeted = true;
      attempt = 0;
    }
    if (isGreeted) listener.message(message);
  };
  const open = (): void => {
    timer = null;
    const opened = connect(address);
    socket = opened;
    opened.setEncoding('utf8');
    opened.on('data', messageReader(receive));
    // note: 'close' follows every error.
    let reason = 'The trainer closed the connection.';
    opened.on('error', (error) => (reason = error.message));
    opened.on('close', () => {
      if (isOver) return;
      const isLast = ++attempt > attempts;
      end(reason, isLast);
      if (!isLast) timer = setTimeout(open, waitMs(attempt));
    });
  };
  open();
  return {
    send(message) {
      if (socket === null || !isGreeted) return false;
      socket.write(`${JSON.stringify(message)}\n`);
      return true;
    },
    close() {
      isOver = true;
      if (timer !== null) clearTimeout(timer);
      socket?.destroy();
      socket = null;
    },
  };
}

const types: Readonly<Record<FromTrainer['type'], true>> = {
  hello: true,
  record: true,
  lines: true,
  checkpoint: true,
  heartbeat: true,
};

function isFromTrainer(message: unknown): message is FromTrainer {
  const type = (message as { type?: unknown } | null)?.type;
  return typeof type === 'string' && Object.hasOwn(types, type);
}
