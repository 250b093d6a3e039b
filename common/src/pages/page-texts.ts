/** What the library itself says on a page. */
export interface PageTexts {
  /** 503: nobody can tell whether the token still counts (ON_OUTAGE=deny). */
  readonly unknownVisitor: string;
  /** 503: a renewed session still does not count here. Clocks differ, or the account cookie is missing. */
  readonly clocksDiffer: string;
  /** 400: the Host header does not name a host. */
  readonly badHost: string;
  /** 405: no page accepts this method. */
  readonly badMethod: string;
  /** 403: another site, a frame or a script sent the form. */
  readonly foreignForm: string;
  /** 415: the body is no form, or it is compressed. */
  readonly notAForm: string;
  /** 413: the form is too long. */
  readonly longForm: string;
  /** 500: the page itself failed. */
  readonly fault: string;
  /** The titles of error pages, by status; `0` is for all others. */
  readonly titles: Readonly<Record<number, string>>;
}

export const DEFAULT_TEXTS: PageTexts = {
  unknownVisitor: 'We cannot tell who you are right now. Try again in a moment.',
  clocksDiffer:
    'Your session was renewed, but still does not count here. Sign out and sign in again. If that does not help, tell the operator: the clocks of two services may differ, or a cookie is missing.',
  badHost: 'The Host header does not name a host.',
  badMethod: 'A page accepts GET, HEAD and POST only.',
  foreignForm: 'This form was sent by another site. Open the page here, and send its own form.',
  notAForm: 'A page accepts forms only, without compression.',
  longForm: 'This is longer than any form here.',
  fault: 'The page could not be made. Try again in a moment.',
  titles: {
    0: 'Something went wrong',
    403: 'This is not for you',
    404: 'Nothing is here',
    429: 'Too many attempts',
    503: 'One moment, please',
  },
};
