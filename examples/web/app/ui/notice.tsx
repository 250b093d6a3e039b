const AGAIN = 'Your session was renewed meanwhile. Here is what you had typed: please send it again.';

/** What has just come about, told to screen readers, too. */
export function Notice({
  text,
  again = false,
}: {
  readonly text?: string | undefined;
  readonly again?: boolean;
}) {
  return (
    <div role="status" className="notice">
      {again ? AGAIN : text}
    </div>
  );
}
