import { runGateCheck } from '../../support/gate-check';
import type { House } from './house';
import { PUBLIC_HOST } from './proxy';

/** What `latchkey gate check` has to say of the proxy of a house. @returns what is open or not decided */
export async function gateCheck({ ports, people }: House): Promise<string[]> {
  const { plain, staff } = people.credentials;
  const of = (path: string, fields: object) => ({
    url: `http://${PUBLIC_HOST}${path}`,
    connect: `127.0.0.1:${ports.proxy}`,
    echo: true,
    openPaths: ['/public/', '/api/users/'],
    ...fields,
  });
  const urls = [
    of('/reports/x', { allowed: 'STAFF', refused: 'PLAIN' }),
    of('/app/x?a=b', { allowed: 'PLAIN' }),
    of('/guest/x', { guests: true, handOn: true, allowed: 'PLAIN' }),
  ];
  const lines = await runGateCheck(urls, { PLAIN: plain.cookie, STAFF: staff.cookie });
  // The service of the tests reads paths as they are.
  return lines.filter((line) => !/^http\S+: closed, \d+ requests$|^ {2}depends: /.test(line));
}
