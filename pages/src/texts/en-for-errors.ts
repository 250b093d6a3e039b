/** What the pages say where something went wrong. */
export const enForErrors = {
  notFound: 'Check the address, or start again from your account.',
  wrongButton: 'This form has no such button.',
  badTarget: 'Ask for a path that begins with a slash.',
  toAccount: 'To your account',
  texts: {
    unknownVisitor: 'We cannot tell who you are right now. Try again in a moment.',
    clocksDiffer:
      'Your session was renewed, but still does not count here. Sign out and sign in again. If that does not help, tell the operator: the clocks of two services may differ, or a cookie is missing.',
    badHost: 'The Host header does not name a host.',
    badMethod: 'A page accepts GET, HEAD and POST only.',
    foreignForm: 'This form was sent by another site. Open the page here, and send its own form.',
    notAForm: 'A page accepts forms only, without compression.',
    longForm: 'This is longer than any form here.',
    fault: 'It is our fault, and not yours. Try again in a moment.',
    titles: {
      0: 'Something went wrong',
      403: 'This is not for you',
      404: 'Nothing is here',
      429: 'Too many attempts',
      503: 'One moment, please',
    },
  },
};
