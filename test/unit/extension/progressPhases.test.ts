import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { progressPhases, type PhaseReport } from '../../../src/extension/commands/progressPhases';

/** The bar of the editor: it adds up reports that come within a tenth of a second, and begins anew with one that has no increment. */
function editorBar(): { readonly hear: (said: PhaseReport) => void; readonly shown: () => string } {
  let pending: PhaseReport | null = null;
  let filled: number | null = null;
  let words = '';
  const flush = (): void => {
    if (pending === null) return;
    const { increment } = pending;
    filled = increment === undefined ? null : Math.min(100, (filled ?? 0) + increment);
    words = pending.message;
    pending = null;
  };
  return {
    hear: ({ message, increment }) => {
      if (pending === null) setTimeout(flush, 100);
      const sum =
        pending?.increment === undefined ? increment : pending.increment + (increment ?? 0);
      pending = { message, ...(sum === undefined ? {} : { increment: sum }) };
    },
    shown: () => `${words}: ${filled ?? 'busy'}`,
  };
}

test('the bar of each phase begins anew, however quickly percents come', () => {
  for (const pauseMs of [10, 40, 90, 300, 2_000]) {
    mock.timers.enable({ apis: ['setTimeout'] });
    try {
      const bar = editorBar();
      const { tell, end } = progressPhases(bar.hear);
      const phase = (words: string, to: number): void => {
        for (let percent = 0; percent <= to; percent += 2) {
          tell(percent, words);
          mock.timers.tick(pauseMs);
        }
        mock.timers.tick(100);
      };
      phase('Predicting 12 texts', 100);
      assert.equal(bar.shown(), 'Predicting 12 texts, 100 %: 100', `every ${pauseMs} ms`);
      tell(0, 'Comparing');
      mock.timers.tick(400);
      assert.equal(bar.shown(), 'Comparing, 0 %: busy', `every ${pauseMs} ms`);
      phase('Comparing', 60);
      assert.equal(bar.shown(), 'Comparing, 60 %: 60', `every ${pauseMs} ms`);
      tell(2, 'Writing');
      end();
    } finally {
      mock.timers.reset();
    }
  }
});

test('percents without words stand alone', () => {
  const said: PhaseReport[] = [];
  const { tell, end } = progressPhases((each) => said.push(each));
  tell(10);
  tell(40);
  end();
  assert.deepEqual(said, [
    { message: '10 %', increment: 10 },
    { message: '40 %', increment: 30 },
  ]);
});
