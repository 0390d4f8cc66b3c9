import type { PredictResult } from '../../protocol/pages';
import { linkButton } from '../controls';
import { element } from '../element';
import { formatMetric } from '../../protocol/formatNumber';

type Answer = PredictResult['answers'][number];

/** A model's prediction and a bar for each label. */
export function scoreBars(
  { subject, prediction, scores }: Answer,
  labels: readonly string[],
  onCopy: (label: string) => void,
): HTMLElement {
  const bars = labels.map((label) => {
    const score = scores[label];
    const filling = element('div', { class: 'score-fill' });
    filling.style.width = `${(score ?? 0) * 100}%`;
    return element(
      'tr',
      { class: label === prediction ? 'predicted' : '' },
      element('th', { title: label, attributes: { scope: 'row' } }, label),
      element('td', { class: 'score-track' }, filling),
      element('td', { class: 'number' }, formatMetric(score)),
    );
  });
  return element(
    'section',
    { class: 'answer' },
    element('h3', {}, subject.name),
    element(
      'p',
      { class: 'prediction' },
      element('strong', {}, prediction),
      linkButton(
        'Copy as row',
        () => onCopy(prediction),
        'Copies the text and this label as a line of JSONL',
      ),
    ),
    element(
      'table',
      { class: 'scores', attributes: { 'aria-label': `Probabilities by ${subject.name}` } },
      element('tbody', {}, ...bars),
    ),
  );
}
