/** The page that takes an invitation. */
export interface SignUpPage {
  /** The origin that users see; undefined where PUBLIC_URL is not set. */
  readonly origin: string | undefined;
  readonly path: string;
}

interface PageSettings {
  readonly PUBLIC_URL: string | undefined;
  readonly ACCOUNT_PATH: string | undefined;
}

/** Where people sign up: below the path of the account pages, or on a page of the team's own. */
export function findSignUpPage({ PUBLIC_URL, ACCOUNT_PATH = '' }: PageSettings): SignUpPage {
  return { origin: PUBLIC_URL, path: `${ACCOUNT_PATH}/signup` };
}

/** The path of the page with an invitation, without the origin. */
export function invitationPath({ path }: SignUpPage, token: string): string {
  return `${path}?${new URLSearchParams({ invitation: token }).toString()}`;
}

/** The link to give to the person, or undefined where PUBLIC_URL is not set. */
export function invitationLink(page: SignUpPage, token: string): string | undefined {
  return page.origin === undefined ? undefined : `${page.origin}${invitationPath(page, token)}`;
}
