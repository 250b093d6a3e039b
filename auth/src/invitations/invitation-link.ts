/** The page that takes an invitation; it is on PUBLIC_URL. */
const PAGE = '/signup';

/** The path of the page with an invitation, without the origin. */
export function invitationPath(token: string): string {
  return `${PAGE}?${new URLSearchParams({ invitation: token }).toString()}`;
}

/** The link to give to the person, or undefined where PUBLIC_URL is not set. */
export function invitationLink(publicUrl: string | undefined, token: string): string | undefined {
  return publicUrl === undefined ? undefined : `${publicUrl}${invitationPath(token)}`;
}
