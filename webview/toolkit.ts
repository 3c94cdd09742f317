/**
 * The only file that knows @vscode/webview-ui-toolkit. The library is archived; to replace it, write these
 * functions anew. The parts used here keep within the
 * policy of the page, which every test in test/webview watches.
 */
import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeDropdown,
  vsCodeOption,
  vsCodePanels,
  vsCodePanelTab,
  vsCodePanelView,
  vsCodeProgressRing,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';
import { Dropdown, Panels, TextField } from '@vscode/webview-ui-toolkit';
import type { Choice } from '../src/protocol/panel-state';
import { h, setAttributes, uniqueId } from './dom';

export const registerToolkit = (): void => {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeDropdown(),
    vsCodeOption(),
    vsCodePanels(),
    vsCodePanelTab(),
    vsCodePanelView(),
    vsCodeProgressRing(),
    vsCodeTextField(),
  );
};

/** The toolkit re-reads the theme only when the body's classes change, which not every change of theme does. */
export const refreshToolkitTheme = (): void => {
  document.body.classList.toggle('wl-theme-read');
};

export const button = (
  label: string,
  onClick: () => void,
  appearance: 'primary' | 'secondary' = 'secondary',
): HTMLElement => {
  const element = make('vscode-button', { appearance }, label);
  element.addEventListener('click', onClick);
  return element;
};

export const progressRing = (): HTMLElement => make('vscode-progress-ring');

export interface Field<T> {
  readonly element: HTMLElement;
  set(value: T): void;
}

export interface DropdownField extends Field<string> {
  /** Replaces the choices and selects one. An option has room for its label alone. */
  offer(choices: readonly Choice[], selected: string): void;
}

export const dropdown = (label: string, onChange: (id: string) => void): DropdownField => {
  const labelId = uniqueId('label');
  const control = make('vscode-dropdown', { 'aria-labelledby': labelId });
  let wanted = '';
  let shown = '';
  const select = (): void => {
    if (control instanceof Dropdown && control.value !== wanted) control.value = wanted;
  };
  control.addEventListener('change', () => {
    if (!(control instanceof Dropdown) || control.value === wanted) return;
    wanted = control.value;
    onChange(wanted);
  });
  return {
    element: h('div', { class: 'labelled' }, h('span', { id: labelId, class: 'label' }, label), control),
    set: (id) => {
      wanted = id;
      select();
    },
    offer: (choices, selected) => {
      wanted = selected;
      const key = JSON.stringify(choices);
      if (key !== shown) {
        shown = key;
        control.replaceChildren(
          ...choices.map((choice) =>
            make('vscode-option', { value: choice.id, selected: choice.id === selected }, choice.label),
          ),
        );
      }
      // The control takes up its options only after they are slotted.
      requestAnimationFrame(select);
    },
  };
};

export interface TextInput extends Field<string> {
  /** Says what is wrong with the text, or takes that away. */
  complain(message: string | undefined): void;
}

export const textField = (
  label: string,
  onInput: (text: string) => void,
  placeholder?: string,
): TextInput => {
  const control = make('vscode-text-field', { placeholder }, label);
  const hint = h('span', { class: 'hint', role: 'alert', hidden: true });
  control.addEventListener('input', () => {
    if (control instanceof TextField) onInput(control.value);
  });
  return {
    element: h('div', { class: 'labelled' }, control, hint),
    set: (text) => {
      if (control instanceof TextField && control.value !== text) control.value = text;
    },
    complain: (message) => {
      hint.textContent = message ?? '';
      hint.hidden = message === undefined;
      setAttributes(control, { 'aria-invalid': message === undefined ? undefined : 'true' });
    },
  };
};

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly body: HTMLElement;
}

export interface Tabs {
  readonly element: HTMLElement;
  /** As if the reader had chosen it. */
  activate(id: string): void;
}

export const tabs = (
  label: string,
  items: readonly Tab[],
  active: string,
  onActivate: (id: string) => void,
): Tabs => {
  const control = make('vscode-panels', {
    activeid: `tab-${active}`,
    activeindicator: 'false',
    'aria-label': label,
  });
  control.append(
    ...items.map(({ id, title }) => make('vscode-panel-tab', { id: `tab-${id}` }, title)),
    ...items.map(({ id, body }) => make('vscode-panel-view', { id: `view-${id}` }, body)),
  );
  control.addEventListener('change', (event) => {
    // Changes of controls inside the views bubble up to here.
    if (event.target === control && control instanceof Panels)
      onActivate(control.activeid.replace(/^tab-/, ''));
  });
  return {
    element: control,
    activate: (id) => setAttributes(control, { activeid: `tab-${id}` }),
  };
};

const make = (
  tag: string,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly (Node | string)[]
): HTMLElement => {
  const element = document.createElement(tag);
  setAttributes(element, attributes);
  element.append(...children);
  return element;
};
