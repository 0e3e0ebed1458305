import { button, element, setAttributes } from '../element.ts';

/** Where an alert can be changed, to see the verdicts move. */
export interface AlertEditor {
  readonly root: HTMLElement;
  /** Offers the text of an alert; what the user is typing for the same alert stays. */
  readonly show: (alert: number, text: string, isEdited: boolean) => void;
  /** Says why the text cannot be replayed; nothing where it could. */
  readonly tell: (reason: string | undefined) => void;
}

/** @param replay replays the alert as a text says; as it was read where there is none. */
export function alertEditor(replay: (alert: number, text: string | null) => void): AlertEditor {
  let alert = -1;
  let offered = '';
  const text = element('textarea', {
    rows: 16,
    spellcheck: 'false',
    'aria-label': 'The alert as JSON',
    'aria-describedby': 'edit-problem',
  });
  const problem = element('p', { class: 'failure', role: 'alert', id: 'edit-problem' });
  const apply = button('Replay This', { class: 'primary' }, () => replay(alert, text.value));
  const reset = button('Reset', {}, () => replay(alert, null));
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    replay(alert, text.value);
  });
  const root = element(
    'div',
    { class: 'edit' },
    text,
    problem,
    element('div', { class: 'buttons' }, apply, reset),
  );
  return {
    root,
    show: (shown, written, isEdited) => {
      const isTyping = shown === alert && text.value !== offered && document.activeElement === text;
      alert = shown;
      offered = written;
      if (!isTyping) text.value = written;
      setAttributes(reset, { disabled: !isEdited });
    },
    tell: (reason) => {
      problem.textContent = reason ?? '';
      setAttributes(text, { 'aria-invalid': reason === undefined ? undefined : 'true' });
    },
  };
}
