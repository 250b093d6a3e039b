import { relative } from 'node:path';
import type { DevSecrets } from './dev-secrets';

export interface BannerFacts {
  readonly origin: string;
  readonly secrets: DevSecrets;
  readonly signUp: 'open' | 'invite' | 'closed';
  /** Whether a sign-up waits for the link of a mail, which nobody can paste. */
  readonly isVerifiedFirst: boolean;
  /** Whether there is a service behind the gate. */
  readonly hasReports: boolean;
  /** The page with the mail that was caught; undefined where it is sent. */
  readonly mail: string | undefined;
  readonly metrics: string;
  readonly logs: readonly string[];
}

const SIGN_UP = {
  open: 'open to everybody; SIGN_UP=invite npm start lets in only whom you invite',
  invite: 'by invitation: npm run admin -- invite you@example.com',
  closed: 'closed',
};

/** What a person needs to go on: where things are, who is admin, who may sign up, and a session to paste. */
export function banner({
  origin,
  secrets,
  signUp,
  isVerifiedFirst,
  hasReports,
  mail,
  metrics,
  logs,
}: BannerFacts): string {
  const hasTour = signUp === 'open' && !isVerifiedFirst;
  return `
  Latchkey is running                                    Ctrl-C stops everything

  app        ${origin}
  account    ${origin}/account
  reports    ${hasReports ? `${origin}/reports` : 'left out: it needs python3'}
  API        ${origin}/api/users/docs
  mail       ${mail ?? 'sent by SMTP_URL'}
  metrics    ${metrics}
  logs       ${logs.map((log) => relative(process.cwd(), log)).join('  ')}
  admin      ${secrets.adminEmail}  ${secrets.adminPassword}
  sign-up    ${SIGN_UP[signUp]}
${hasTour ? tour(origin, secrets, hasReports) : ''}
  ${hasTour ? 'Or look at it: open' : 'Look at it: open'} ${origin}
`;
}

/** Begins with a sign-up. */
function tour(url: string, { adminEmail, adminPassword }: DevSecrets, hasReports: boolean): string {
  const askReports = hasReports ? '    curl -sb $jar $url/reports/api/me; echo\n' : '';
  return `
  Paste into another terminal:

    jar=$(mktemp); url=${url}; json='Content-Type: application/json'; me=you$RANDOM@example.com
    curl -sb $jar -c $jar -H "$json" $url/api/users/signup -d '{"email":"'$me'","password":"a long passphrase"}'; echo
    curl -sb $jar -c $jar $url/api/users/currentuser; echo
    curl -sb $jar -c $jar -H "$json" $url/api/tickets -d '{"title":"Concert","price":20}'; echo
${askReports}
  The admin bans this person, and the next request is refused:

    admin=$(mktemp)
    curl -sb $admin -c $admin -H "$json" $url/api/users/signin -d '{"email":"${adminEmail}","password":"${adminPassword}"}'; echo
    id=$(curl -sb $jar $url/api/users/currentuser | grep -o '[0-9a-f]\\{24\\}')
    curl -sb $admin -X PUT -H "$json" $url/api/users/$id/ban -d '{"reason":"spam"}'; echo
${askReports}    curl -sb $jar -c $jar -H "$json" $url/api/tickets -d '{"title":"Concert","price":20}'; echo
`;
}
