import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { element } from './element';

// The only file that knows the toolkit, which is archived upstream: replacing it touches nothing else.
provideVSCodeDesignSystem().register(
  vsCodeButton(),
  vsCodeCheckbox(),
  vsCodeDropdown(),
  vsCodeOption(),
  vsCodeTextArea(),
  vsCodeTextField(),
);

interface ButtonDetails {
  readonly label: string;
  readonly look?: 'primary' | 'secondary';
  readonly title?: string;
  readonly onClick: () => void;
}

/** A button in VS Code's look; prominent when it is the first action. */
export function button({ label, look = 'secondary', title, onClick }: ButtonDetails): HTMLElement {
  const made = custom('vscode-button', { appearance: look });
  made.textContent = label;
  if (title !== undefined) made.title = title;
  made.addEventListener('click', () => {
    if (!isDisabled(made)) onClick();
  });
  return made;
}

/** Greys a control out; a disabled button does nothing when clicked. */
export function setDisabled(control: HTMLElement, disabled: 'disabled' | 'enabled'): void {
  control.toggleAttribute('disabled', disabled === 'disabled');
}

function isDisabled(control: HTMLElement): boolean {
  return control.hasAttribute('disabled');
}

/** A check box with its label; `onChange` gets the new state. */
export function checkbox(
  label: string,
  isChecked: boolean,
  onChange: (isChecked: boolean) => void,
): HTMLElement {
  const made = custom('vscode-checkbox', {});
  made.textContent = label;
  if (isChecked) made.setAttribute('checked', '');
  made.addEventListener('change', () => onChange('checked' in made && made.checked === true));
  return made;
}

/** A labelled drop-down; `onChange` gets the chosen value. */
export function dropdown<Value extends string>(details: {
  readonly label: string;
  readonly options: readonly { readonly value: Value; readonly words: string }[];
  readonly chosen: Value;
  readonly onChange: (value: Value) => void;
}): HTMLElement {
  const made = custom('vscode-dropdown', { 'aria-label': details.label });
  for (const { value, words } of details.options) {
    const option = custom('vscode-option', { value });
    option.textContent = words;
    if (value === details.chosen) option.setAttribute('selected', '');
    made.append(option);
  }
  // note: an option's own mark is lost on an element that is built before it stands in the document.
  requestAnimationFrame(() => {
    if ('value' in made) made.value = details.chosen;
  });
  made.addEventListener('change', () => {
    const value = 'value' in made ? made.value : null;
    const chosen = details.options.find((option) => option.value === value);
    if (chosen !== undefined) details.onChange(chosen.value);
  });
  return element('span', { class: 'control' }, details.label, made);
}

export interface TextArea {
  readonly element: HTMLElement;
  value(): string;
  setValue(text: string): void;
}

/** A text box of several lines; `onInput` gets the text after every change. */
export function textArea(details: {
  readonly label: string;
  readonly placeholder: string;
  readonly rows: number;
  readonly onInput: (text: string) => void;
}): TextArea {
  const made = custom('vscode-text-area', {
    'aria-label': details.label,
    placeholder: details.placeholder,
    rows: details.rows,
    resize: 'vertical',
  });
  keepName(made, details.label);
  const value = (): string => ('value' in made && typeof made.value === 'string' ? made.value : '');
  made.addEventListener('input', () => details.onInput(value()));
  return {
    element: made,
    value,
    setValue: (text) => {
      if ('value' in made) made.value = text;
    },
  };
}

/** A text box of one line whose label stands in it while it is empty. */
export function searchField(details: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}): HTMLElement {
  const made = custom('vscode-text-field', {
    'aria-label': details.label,
    placeholder: details.label,
    value: details.value,
  });
  keepName(made, details.label);
  made.addEventListener('input', () => {
    if ('value' in made && typeof made.value === 'string') details.onInput(made.value);
  });
  return made;
}

/** A slider is the browser's own: the toolkit has none. */
export function slider(details: {
  readonly label: string;
  readonly max: number;
  readonly step: number;
  readonly value: number;
  readonly onInput: (value: number) => void;
}): HTMLElement {
  const words = (value: number): string => value.toFixed(2).replace(/^0/, '');
  const shown = element('output', { class: 'number' }, words(details.value));
  const input = element('input', {
    attributes: {
      type: 'range',
      min: 0,
      max: details.max,
      step: details.step,
      value: details.value,
    },
    on: {
      input: () => {
        shown.textContent = words(input.valueAsNumber);
        details.onInput(input.valueAsNumber);
      },
    },
  });
  return element('label', { class: 'control' }, details.label, input, shown);
}

/** A small text-only button for places where a full one would shout. */
export function linkButton(label: string, onClick: () => void, title?: string): HTMLButtonElement {
  return element(
    'button',
    {
      class: 'link',
      attributes: { type: 'button' },
      on: { click: onClick },
      ...(title === undefined ? {} : { title }),
    },
    label,
  );
}

/** A button that stays pressed; `aria-pressed` says so. */
export function toggle(
  label: string,
  isPressed: boolean,
  onChange: (isPressed: boolean) => void,
): HTMLButtonElement {
  const made = element(
    'button',
    {
      class: 'toggle',
      attributes: { type: 'button', 'aria-pressed': isPressed },
      on: {
        click: () => {
          const next = made.getAttribute('aria-pressed') !== 'true';
          made.setAttribute('aria-pressed', String(next));
          onChange(next);
        },
      },
    },
    label,
  );
  return made;
}

/** note: the toolkit names its text boxes "Text field" and "Text area" whenever they come into the document. */
function keepName(control: HTMLElement, name: string): void {
  const attribute = 'aria-label';
  const rename = (): void => {
    if (control.getAttribute(attribute) !== name) control.setAttribute(attribute, name);
  };
  new MutationObserver(rename).observe(control, { attributeFilter: [attribute] });
}

function custom(tag: string, attributes: Readonly<Record<string, string | number>>): HTMLElement {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  return made;
}
