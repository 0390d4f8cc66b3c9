import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads';
import { openFile } from '../../../src/data/readers/openFile';
import { UserError } from '../../../src/protocol/errors';
import { receivedError, sentError, type SentError } from '../../../src/extension/sentError';

/** What comes out where one thread sends an error to another. */
function throughThreads(error: unknown): Error {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(sentError(error));
  const received = receiveMessageOnPort(port2) as { readonly message: SentError } | undefined;
  port1.close();
  assert.ok(received !== undefined);
  return receivedError(received.message);
}

test('what the user can mend stays so between threads, with its file and what to do', async () => {
  const file = path.join(tmpdir(), 'finetune-nobody-wrote-this', 'gone.jsonl');
  const sent: unknown = await openFile(file).catch((error: unknown) => error);
  assert.ok(sent instanceof UserError);
  const received = throughThreads(sent);
  assert.ok(received instanceof UserError);
  assert.equal(received.message, sent.message);
  assert.deepEqual([received.place, received.next], [{ file }, sent.next]);
});

test('an internal error stays one', () => {
  const received = throughThreads(new TypeError('no such thing'));
  assert.ok(!(received instanceof UserError));
  assert.equal(received.message, 'no such thing');
});
