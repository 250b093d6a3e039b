import type { Refusal } from '@latchkey/common/pages';
import type { Child } from 'hono/jsx';
import { texts } from '../texts/texts';

interface FieldProps {
  readonly name: string;
  /** Where a page has several fields of the name. */
  readonly id?: string | undefined;
  readonly label: string;
  readonly type?: string;
  readonly hint?: string | undefined;
  /** What to show unless something was typed. */
  readonly value?: string | undefined;
  readonly autocomplete?: string;
  readonly required?: boolean;
  readonly placeholder?: string;
  readonly inputmode?: 'text' | 'email' | 'numeric';
  /** What a service has against the form, and what was typed. */
  readonly refusal?: Refusal | undefined;
}

/** A labelled field, with what a service has against it and with what was typed before. */
export function Field({ name, id = name, label, hint, value, refusal, type = 'text', ...input }: FieldProps) {
  const fault = refusal?.faults.find(({ field }) => field === name)?.message;
  const described = [fault && `${id}-fault`, hint && `${id}-hint`].filter(Boolean).join(' ');
  return (
    <p class="field">
      <label for={id}>{label}</label>
      {hint && (
        <span class="hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span class="fault" id={`${id}-fault`}>
          {fault}
        </span>
      )}
      <input
        id={id}
        name={name}
        type={type}
        value={type === 'password' ? undefined : (refusal?.values[name] ?? value)}
        aria-invalid={fault === undefined ? undefined : 'true'}
        aria-describedby={described || undefined}
        {...input}
      />
    </p>
  );
}

interface FormProps {
  /** What the button says. */
  readonly button: string;
  readonly kind?: 'danger' | undefined;
  /** Which of a page's forms it is. */
  readonly task?: string | undefined;
  /** Where it is sent; by default to its own page. */
  readonly action?: string | undefined;
  readonly children?: Child;
}

/** A form that posts to its own page. The service judges what is typed, in the same words for all browsers. */
export function PageForm({ button, kind, task, action, children }: FormProps) {
  return (
    <form method="post" action={action} novalidate>
      {task && <input type="hidden" name="task" value={task} />}
      {children}
      <button class={kind}>{button}</button>
    </form>
  );
}

/** What is wrong with a form. A screen reader begins there, and each line leads to its field. */
export function Faults({ refusal }: { readonly refusal: Refusal | undefined }) {
  if (!refusal) return null;
  return (
    <div class="faults" role="alert" tabindex={-1} autofocus>
      <strong>{texts.form.refused}</strong>
      <ul>
        {refusal.faults.map(({ field, message }) => (
          <li>{field === undefined ? message : <a href={`#${field}`}>{message}</a>}</li>
        ))}
      </ul>
    </div>
  );
}

/** What has just come about, told to screen readers, too. */
export function NoticeBox({ text }: { readonly text: string | undefined }) {
  return (
    <div role="status" class="notice">
      {text}
    </div>
  );
}

interface ConfirmProps {
  /** What the first step says. */
  readonly summary: string;
  /** The same for screen readers, where a page has several. */
  readonly label?: string;
  readonly isOpen?: boolean;
  readonly children?: Child;
}

/** Hides what is dangerous behind a first step, which needs no script. */
export function Confirm({ summary, label, isOpen = false, children }: ConfirmProps) {
  return (
    <details open={isOpen}>
      <summary aria-label={label}>{summary}</summary>
      <div class="step">{children}</div>
    </details>
  );
}

/** A time in UTC, the same for all who see it. */
export function Time({ at }: { readonly at: string }) {
  return <time datetime={at}>{`${at.slice(0, 10)} ${at.slice(11, 16)} UTC`}</time>;
}
