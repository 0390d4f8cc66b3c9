import type { RunSnapshot } from '../../protocol/pages';
import { configDifferences, unset } from '../configEntries';
import { element, fill } from '../element';
import { tableScroll } from '../tableScroll';
import { emptyView } from '../emptyView';
import { noFigure } from '../../protocol/formatNumber';

/** Only the settings that are not the same in all runs. */
export function drawConfigTable(target: HTMLElement, runs: readonly RunSnapshot[]): void {
  const differences = configDifferences(runs.map(({ config }) => config));
  const title = element('h2', {}, 'Config differences');
  if (differences.length === 0) {
    fill(target, title, emptyView('These runs have the same config.'));
    return;
  }
  fill(
    target,
    title,
    tableScroll(
      'Settings that differ between the runs',
      element(
        'table',
        { class: 'data', attributes: { 'aria-label': 'Settings that differ between the runs' } },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { attributes: { scope: 'col' } }, 'Setting'),
            ...runs.map(({ record }) =>
              element('th', { attributes: { scope: 'col' } }, record.name),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          ...differences.map(({ key, values }) =>
            element(
              'tr',
              {},
              element('th', { attributes: { scope: 'row' } }, key),
              ...values.map((value, at) =>
                element(
                  'td',
                  { class: 'config-value' },
                  value ?? (runs[at]?.config == null ? noFigure : unset),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}
