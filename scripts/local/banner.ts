import { relative } from 'node:path';
import type { DevSecrets } from './dev-secrets';

export interface BannerFacts {
  readonly origin: string;
  readonly secrets: DevSecrets;
  readonly metrics: string;
  readonly logs: readonly string[];
}

/** What a person needs to go on: where things are, who is admin, and a session to paste. */
export function banner({ origin, secrets, metrics, logs }: BannerFacts): string {
  return `
  Latchkey is running                                    Ctrl-C stops everything

  pages      ${origin}
  API        ${origin}/api/users/docs
  metrics    ${metrics}
  logs       ${logs.map((log) => relative(process.cwd(), log)).join('  ')}
  admin      ${secrets.adminEmail}  ${secrets.adminPassword}

  Paste into another terminal:

    jar=$(mktemp); url=${origin}; json='Content-Type: application/json'; me=you$RANDOM@example.com
    curl -sb $jar -c $jar -H "$json" $url/api/users/signup -d '{"email":"'$me'","password":"a long passphrase"}'; echo
    curl -sb $jar -c $jar $url/api/users/currentuser; echo
    curl -sb $jar -c $jar -H "$json" $url/api/tickets -d '{"title":"Concert","price":20}'; echo

  The admin bans this person, and the next request is refused:

    admin=$(mktemp)
    curl -sb $admin -c $admin -H "$json" $url/api/users/signin -d '{"email":"${secrets.adminEmail}","password":"${secrets.adminPassword}"}'; echo
    id=$(curl -sb $jar $url/api/users/currentuser | grep -o '[0-9a-f]\\{24\\}')
    curl -sb $admin -X PUT -H "$json" $url/api/users/$id/ban -d '{"reason":"spam"}'; echo
    curl -sb $jar -c $jar -H "$json" $url/api/tickets -d '{"title":"Concert","price":20}'; echo

  Or look at it: open ${origin}
`;
}
