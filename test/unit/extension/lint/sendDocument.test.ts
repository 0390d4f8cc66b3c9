import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TextChange } from '../../../../src/data/lint/incremental/textChange';
import { applyChange, splitLines } from '../../../../src/data/lint/incremental/textChange';
import { SendingDocument } from '../../../../src/extension/lint/sendDocument';
import { randomNumbers } from '../../../support/randomNumbers';

test('a document that is typed in while it is sent arrives as it is', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const next = randomNumbers(seed);
    const below = (most: number): number => Math.floor(next() * most);
    const document = Array.from({ length: 30 }, (_, line) => `line ${line}`);
    let received: string[] = [];
    const state = { isEnded: false };
    const sending = new SendingDocument(
      {
        get lineCount() {
          return document.length;
        },
        linesText: (from, to) => document.slice(from, to).join('\n'),
      },
      {
        begin: () => (received = []),
        lines: (text) => received.push(...splitLines(text)),
        change: (change) => applyChange(received, change),
        end: () => (state.isEnded = true),
      },
      5,
    );
    for (let step = 0; !state.isEnded; step += 1) {
      if (step < 200 && below(3) > 0) {
        const changes: TextChange[] = [];
        for (let count = below(3); count > 0; count -= 1) {
          const line = below(document.length);
          const endLine = Math.min(document.length - 1, line + below(3));
          const column = below(3);
          const text = ['', 'x', '\n', 'a\nb\n'][below(4)] ?? '';
          const change = { line, column, endLine, endColumn: endLine === line ? column : 1, text };
          applyChange(document, change);
          changes.push(change);
        }
        sending.note(changes);
      } else sending.sendMore();
    }
    assert.deepEqual(received, document, `seed ${seed}`);
  }
});

test('lines of any length are sent in portions of some milliseconds', () => {
  for (const length of [20, 2_000, 50_000]) {
    const lines = Array.from({ length: Math.ceil(8e6 / length) }, () => 'x'.repeat(length));
    const portions: number[] = [];
    const sending = new SendingDocument(
      { lineCount: lines.length, linesText: (from, to) => lines.slice(from, to).join('\n') },
      {
        ...{ begin: () => undefined, change: () => undefined, end: () => undefined },
        lines: (text) => portions.push(text.length),
      },
    );
    while (!sending.sendMore());
    assert.ok(Math.max(...portions) <= 600_000, `${length}: ${Math.max(...portions)}`);
    assert.ok(portions.length < 100, `${length}: ${portions.length} portions`);
  }
});
