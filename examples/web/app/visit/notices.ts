import type { Visit } from '../../src/visit';
import { wasRenewed, type Args } from './renew';

/** All that one page can say on another. */
const TEXTS = {
  again: 'Your session was renewed meanwhile, and nothing was sent. Look the form over, and send it again.',
  session_ended:
    'You are signed out: this session was ended or ran out, or the account is banned. Signing in tells which.',
  ticket_offered: 'Your ticket is on offer.',
  device_signed_out: 'That device is signed out, in every service.',
  others_signed_out: 'You are signed out everywhere else, in every service.',
  password_changed: 'It is changed, and you are signed out on every other device.',
  invitation_removed: 'The invitation is removed: its link does not work any more.',
  ban: 'The ban counts in every service already: the next thing that person does is refused.',
  unban: 'The ban is lifted: that person can sign in at once.',
  sessions: 'That person is signed out on every device, and can sign in again.',
  claims: 'The claims are changed, and count with that person’s next page.',
  roles: 'The roles are changed, and count with that person’s next page.',
};

export type NoticeCode = keyof typeof TEXTS;

/** Leaves a text for the page of a path. */
export function leave({ notices }: Visit, path: string, code: NoticeCode): void {
  notices.leave({ page: new URL(path, 'http://here').pathname, code });
}

/** What was left for a page. */
export interface Left {
  readonly text?: string | undefined;
  /** What was typed into its form. */
  readonly values: Readonly<Record<string, string>>;
}

/** Takes what was left for this page; it is not there any more when the page is loaded again. */
export function takeNotice(args: Args): Left {
  const { failure, notices } = args.context;
  const notice = notices.for(new URL(args.request.url).pathname);
  if (!notice) return { values: {} };
  notices.clear();
  const code = failure && wasRenewed(args) ? 'session_ended' : notice.code;
  return { text: isNoticeCode(code) ? TEXTS[code] : undefined, values: notice.values ?? {} };
}

function isNoticeCode(code: string | undefined): code is NoticeCode {
  return code !== undefined && Object.hasOwn(TEXTS, code);
}
