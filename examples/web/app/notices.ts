/** All that one page can say on another, by the code that it leaves. */
const TEXTS = {
  again: 'Your session was renewed meanwhile, and nothing was sent. Look the form over, and send it again.',
  session_ended:
    'You are signed out: this session was ended or ran out, or the account is banned. Signing in tells which.',
  ticket_offered: 'Your ticket is on offer.',
};

/** @returns undefined for a code that no page leaves */
export function noticeText(code: string | undefined): string | undefined {
  if (code === undefined || !Object.hasOwn(TEXTS, code)) return undefined;
  return TEXTS[code as keyof typeof TEXTS];
}
