import { assertNever } from '../../protocol/assertNever';
import type {
  FromPredictPage,
  PredictResult,
  PredictSubject,
  ToPredictPage,
} from '../../protocol/pages';
import { button, checkbox, linkButton, setDisabled, textArea } from '../controls';
import { element, fill, pageRoot } from '../element';
import { emptyView } from '../emptyView';
import type { PageState } from '../host';
import { connectHost } from '../host';
import '../style/base.css';
import '../style/tables.css';
import '../style/predict.css';
import { labelOrder } from './labelOrder';
import { scoreBars } from './scoreBars';

interface PredictPageState extends PageState {
  readonly text: string;
}

interface PredictModel {
  readonly subjects: readonly PredictSubject[];
  readonly history: readonly PredictResult[];
  readonly busy: boolean;
  readonly failure: string | null;
}

const host = connectHost<ToPredictPage, FromPredictPage, PredictPageState>({ text: '' });
let model: PredictModel | null = null;
let chosen: ReadonlySet<string> = new Set();
/** The result on show; null: the newest. */
let shown: PredictResult | null = null;
let subjectsDrawn = '';

const root = pageRoot();
fill(root, emptyView('Looking for models…'));

const input = textArea({
  label: 'Text',
  placeholder: 'Write or paste a text',
  rows: 4,
  onInput: (text) => {
    host.remember({ text });
    drawControls();
  },
});
const subjects = element('div', {
  class: 'subjects',
  attributes: { role: 'group', 'aria-label': 'Models' },
});
const predictButton = button({
  label: 'Predict',
  look: 'primary',
  title: 'Predict (Ctrl+Enter)',
  onClick: predict,
});
const status = element('p', { class: 'hint', attributes: { role: 'status' } });
const failure = element('p', { class: 'failure', attributes: { role: 'alert' } });
const answers = element('div', { class: 'answers', attributes: { 'aria-live': 'polite' } });
const history = element('ul', { class: 'history' });
const historySection = element('section', {}, element('h2', {}, 'Tried before'), history);
const form = [
  element('h1', {}, 'Predict'),
  input.element,
  subjects,
  element('div', { class: 'actions' }, predictButton, status),
  failure,
  answers,
  historySection,
];

input.element.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    predict();
  }
});

function predict(): void {
  const text = input.value().trim();
  if (model === null || model.busy || text === '' || chosen.size === 0) return;
  shown = null;
  model = { ...model, busy: true, failure: null };
  host.send({ type: 'predict', text, subjects: [...chosen] });
  draw();
}

host.onMessage((message) => {
  const isFirst = model === null;
  model = apply(model, message);
  if (message.type === 'snapshot' && (isFirst || !message.busy)) chosen = new Set(message.chosen);
  if (isFirst) input.setValue(host.state.text);
  draw();
});

function apply(before: PredictModel | null, message: ToPredictPage): PredictModel | null {
  switch (message.type) {
    case 'snapshot':
      return { ...message, failure: message.busy ? null : (before?.failure ?? null) };
    case 'result':
      return before === null
        ? null
        : { ...before, busy: false, failure: null, history: [message.result, ...before.history] };
    case 'failed':
      return before === null ? null : { ...before, busy: false, failure: message.message };
    default:
      return assertNever(message, 'message');
  }
}

function draw(): void {
  if (model === null) return;
  if (model.subjects.length === 0) {
    fill(
      root,
      element('h1', {}, 'Predict'),
      emptyView('There is no tuned model yet. Finish a run first; its model then answers here.'),
    );
    return;
  }
  if (input.element.parentElement !== root) fill(root, ...form);
  drawSubjects(model);
  drawControls();
  failure.textContent = model.failure ?? '';
  failure.hidden = model.failure === null;
  drawAnswers(shown ?? model.history[0] ?? null);
  drawHistory(model.history);
}

function drawSubjects({ subjects: known }: PredictModel): void {
  const wanted = JSON.stringify([known, [...chosen]]);
  if (wanted === subjectsDrawn) return;
  subjectsDrawn = wanted;
  fill(
    subjects,
    ...known.map(({ id, name }) =>
      checkbox(name, chosen.has(id), (isChecked) => {
        chosen = new Set(
          known
            .map((each) => each.id)
            .filter((each) => (each === id ? isChecked : chosen.has(each))),
        );
        subjectsDrawn = JSON.stringify([known, [...chosen]]);
        drawControls();
      }),
    ),
  );
}

function drawControls(): void {
  const isReady = model !== null && !model.busy && chosen.size > 0 && input.value().trim() !== '';
  setDisabled(predictButton, isReady ? 'enabled' : 'disabled');
  const words =
    model?.busy === true
      ? `Asking ${chosen.size === 1 ? 'the model' : `${chosen.size} models`}…`
      : chosen.size === 0
        ? 'Choose at least one model.'
        : '';
  if (status.textContent !== words) status.textContent = words;
}

function drawAnswers(result: PredictResult | null): void {
  if (result === null) {
    fill(answers);
    return;
  }
  const labels = labelOrder(result.answers);
  fill(
    answers,
    element('p', { class: 'asked' }, result.text),
    element(
      'div',
      { class: 'answer-columns' },
      ...result.answers.map((answer) =>
        scoreBars(answer, labels, (label) =>
          host.send({ type: 'copy-row', text: result.text, label }),
        ),
      ),
    ),
  );
}

function drawHistory(results: readonly PredictResult[]): void {
  historySection.hidden = results.length < 2;
  fill(
    history,
    ...results.map((result) =>
      element(
        'li',
        {},
        linkButton(
          result.text,
          () => {
            shown = result;
            input.setValue(result.text);
            host.remember({ text: result.text });
            draw();
          },
          'Show this result again',
        ),
        element(
          'span',
          { class: 'hint' },
          result.answers
            .map(({ subject, prediction }) => `${subject.name}: ${prediction}`)
            .join(' · '),
        ),
      ),
    ),
  );
}

host.send({ type: 'ready' });
