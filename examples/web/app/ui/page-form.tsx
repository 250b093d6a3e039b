import { useEffect, useRef, type ReactNode } from 'react';
import { Form, useNavigation } from 'react-router';
import type { Refusal } from '@latchkey/common/pages';

interface PageFormProps {
  /** What the button says. */
  readonly label: string;
  readonly refusal?: Refusal | undefined;
  readonly children: ReactNode;
}

/** A form that posts to its own page. What is wrong with no field in particular stands above the fields. */
export function PageForm({ label, refusal, children }: PageFormProps) {
  const form = useRef<HTMLFormElement>(null);
  const isBusy = useNavigation().formMethod === 'POST';
  useEffect(() => {
    if (refusal) form.current?.querySelector<HTMLElement>('[aria-invalid=true], [role=alert]')?.focus();
  }, [refusal]);
  const general = refusal?.faults.filter(({ field }) => field === undefined) ?? [];
  return (
    <Form method="post" noValidate ref={form}>
      {general.length > 0 && (
        <p className="fault" role="alert" tabIndex={-1}>
          {general.map(({ message }) => message).join(' ')}
        </p>
      )}
      {children}
      <button aria-disabled={isBusy}>{label}</button>
    </Form>
  );
}
