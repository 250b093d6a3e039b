/** What has just come about, told to screen readers, too. */
export function Notice({ text }: { readonly text: string | undefined }) {
  return (
    <div role="status" className="notice">
      {text}
    </div>
  );
}
