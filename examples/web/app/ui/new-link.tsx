import type { NewInvitation } from '@latchkey/common/client';

/** The link of an invitation that was just made, to be copied. */
export function NewLink({ made: { email, link, token } }: { readonly made: NewInvitation }) {
  const what = link ? 'link' : 'path, behind the address of your site,';
  return (
    <div role="status" className="notice">
      <p className="field">
        <label htmlFor="link">{`Give ${email} this ${what} where only that person reads it. It is not shown again.`}</label>
        <input
          id="link"
          readOnly
          value={link ?? `/signup?invitation=${token}`}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
      </p>
    </div>
  );
}
