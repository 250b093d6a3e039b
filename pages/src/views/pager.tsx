interface PagerProps {
  /** What the pages are of. */
  readonly label: string;
  /** What leads to the first page, where this is another one. */
  readonly first: { readonly href: string; readonly text: string } | undefined;
  /** What leads to the next page, where there is one. */
  readonly next: { readonly href: string; readonly text: string } | undefined;
}

/** The way through a list by links. */
export function Pager({ label, first, next }: PagerProps) {
  const links = [first, next].filter((link) => link !== undefined);
  if (links.length === 0) return null;
  return (
    <nav class="pager" aria-label={label}>
      {links.map(({ href, text }) => (
        <a href={href}>{text}</a>
      ))}
    </nav>
  );
}
