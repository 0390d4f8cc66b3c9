import { chmodSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { assertNever } from '../../protocol/assertNever';
import type { RunRecord } from '../../protocol/run';
import { trainerProtocolVersion, type FromTrainer, type ToTrainer } from '../../protocol/trainer';
import { messageReader } from '../../runs/messageLines';

export interface TrainerServer {
  readonly address: string;
  broadcast(message: FromTrainer): void;
  /** Sends a heartbeat when the last is a second old; call it between pieces of long work. */
  beat(): void;
  /** Lets clients read the last words, for half a second at most. */
  close(): Promise<void>;
}

export interface ServerOwner {
  /** What a client that just came is told. */
  record(): RunRecord;
  readonly stop: () => void;
  readonly checkpointNow: () => void;
}

const beatEveryMs = 1_000;
const lastWordsMs = 500;
/** A client that reads this slowly is cut off rather than kept in memory; the run folder has everything. */
const mostUnreadBytes = 32 * 1024 * 1024;

/** Listens for clients of a run. The caller holds the run's lock, so a socket left behind is dead. */
export async function listen(
  run: string,
  address: string,
  owner: ServerOwner,
): Promise<TrainerServer> {
  const clients = new Set<Socket>();
  const send = (client: Socket, message: FromTrainer): void => {
    if (client.writableLength > mostUnreadBytes) client.destroy();
    else client.write(`${JSON.stringify(message)}\n`);
  };
  const server = createServer((client) => {
    clients.add(client);
    client.setEncoding('utf8');
    client.on('error', () => client.destroy());
    client.on('close', () => clients.delete(client));
    client.on(
      'data',
      messageReader((message) => {
        if (isToTrainer(message)) obey(message, owner);
      }),
    );
    send(client, { type: 'hello', version: trainerProtocolVersion, pid: process.pid, run });
    send(client, { type: 'record', record: owner.record() });
  });
  if (process.platform !== 'win32') rmSync(address, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  server.on('error', () => undefined);
  if (process.platform !== 'win32') chmodSync(address, 0o600);

  let beatenAt = 0;
  const broadcast = (message: FromTrainer): void => {
    for (const client of clients) send(client, message);
  };
  const beat = (): void => {
    const now = performance.now();
    if (now - beatenAt < beatEveryMs - 50) return;
    beatenAt = now;
    broadcast({ type: 'heartbeat', time: Date.now() / 1000 });
  };
  const timer = setInterval(beat, beatEveryMs);
  // The run, not its audience, decides how long the process lives.
  timer.unref();
  server.unref();
  return {
    address,
    broadcast,
    beat,
    async close() {
      clearInterval(timer);
      server.close();
      const ended = [...clients].map(
        (client) => new Promise<void>((resolve) => client.end(resolve)),
      );
      await Promise.race([Promise.all(ended), wait(lastWordsMs, undefined, { ref: false })]);
      for (const client of clients) client.destroy();
    },
  };
}

function obey(message: ToTrainer, owner: ServerOwner): void {
  switch (message.type) {
    case 'stop':
      owner.stop();
      break;
    case 'checkpoint-now':
      owner.checkpointNow();
      break;
    default:
      assertNever(message, 'message');
  }
}

const types: Readonly<Record<ToTrainer['type'], true>> = { stop: true, 'checkpoint-now': true };

/** Anything can be written to a socket, and a newer client may know more messages. */
function isToTrainer(message: unknown): message is ToTrainer {
  const type = (message as { type?: unknown } | null)?.type;
  return typeof type === 'string' && Object.hasOwn(types, type);
}
