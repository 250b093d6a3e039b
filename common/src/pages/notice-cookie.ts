import type { PageCookie } from './page-cookie';

const LIFE_S = 60;
/** A person types a password meanwhile. */
const STEP_UP_LIFE_S = 600;
/** With its name and attributes, under the 4,096 bytes that a browser keeps of a cookie (RFC 6265, section 6.1). */
const MAX_CHARACTERS = 3_800;

/**
 * The code of a form that comes back after a renewal. Any service of this origin can plant a notice, so only this one fills in a
 * form: the page then says what happened.
 */
export const AGAIN = 'again';

/** What one page leaves for another. */
export interface Notice {
  /** The path of the page that it is for. */
  readonly page: string;
  /** Which text to show. */
  readonly code?: string | undefined;
  /** What was typed into the page's form; never passwords. It counts with the code `again` alone. */
  readonly values?: Readonly<Record<string, string>> | undefined;
  /** The digest of the session that was sent to be renewed, on the way to the page. */
  readonly renewing?: string | undefined;
  /** The digest of the session that was sent to be stepped up, on the way to the page. */
  readonly steppingUp?: string | undefined;
  /** How often in a row it was sent, with no other cookie in between. */
  readonly trips?: number | undefined;
}

/** What a page finds of what was left for it. */
export interface Left {
  /** Which text to show, if it is one of the page's. */
  readonly code?: string | undefined;
  /** What was typed into its form. */
  readonly values: Readonly<Record<string, string>>;
}

/** The notice of a browser, which its cookie carries for a minute, or for ten during a step-up. An address could be made up by anybody, and is kept in logs. */
export interface NoticeCookie {
  /** The notice that was left for a page. */
  for(page: string): Notice | undefined;
  /** Leaves a notice; without its values when there are too many of them, or the code is not `again`. */
  leave(notice: Notice): void;
  /** Takes the notice away. */
  clear(): void;
}

export function noticeCookie(cookie: PageCookie): NoticeCookie {
  const left = decode(cookie.value);
  return {
    for: (page) => (left?.page === page ? left : undefined),
    leave({ values, ...notice }) {
      const whole = encode({ ...notice, ...(notice.code === AGAIN && { values }) });
      const life = notice.steppingUp === undefined ? LIFE_S : STEP_UP_LIFE_S;
      cookie.set(whole.length > MAX_CHARACTERS ? encode(notice) : whole, life);
    },
    clear: () => cookie.clear(),
  };
}

function encode(notice: Notice): string {
  return Buffer.from(JSON.stringify(notice)).toString('base64url');
}

/** Anything else that a browser sends in its place is no notice. */
function decode(value = ''): Notice | undefined {
  if (value.length > MAX_CHARACTERS) return undefined;
  try {
    const { values = {}, ...notice } = JSON.parse(Buffer.from(value, 'base64url').toString()) as Notice;
    if (notice.code !== AGAIN) return notice;
    const typed = Object.entries(values).map(([name, text]) => [name, String(text)] as const);
    return { ...notice, values: Object.fromEntries(typed) };
  } catch {
    return undefined;
  }
}
