import type { InputHTMLAttributes } from 'react';
import type { Refusal } from '@latchkey/common/pages';

interface FieldProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly refusal?: Refusal | undefined;
}

/** A labelled field, with what a service has against it and with what was typed before. */
export function Field({ name, label, hint, refusal, ...input }: FieldProps) {
  const fault = refusal?.faults.find(({ field }) => field === name)?.message;
  const described = [fault && `${name}-fault`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return (
    <p className="field">
      <label htmlFor={name}>{label}</label>
      <input
        id={name}
        name={name}
        defaultValue={refusal?.values[name]}
        aria-invalid={fault !== undefined}
        aria-describedby={described || undefined}
        {...input}
      />
      {fault && (
        <span className="fault" id={`${name}-fault`}>
          {fault}
        </span>
      )}
      {hint && (
        <span className="hint" id={`${name}-hint`}>
          {hint}
        </span>
      )}
    </p>
  );
}
