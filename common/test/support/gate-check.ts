import { parseCheckFile } from '../../src/gate-check/check-file';
import { checkUrl } from '../../src/gate-check/check-url';
import { guardedProxy, type Hole } from './guarded-proxy';

/** Who asks: ada may enter, bob may not. */
export const COOKIES = { ALLOWED: 'session=ada', REFUSED: 'session=bob' };
export const USERS = { allowed: 'ALLOWED', refused: 'REFUSED' };

/** What a check found, each as one text. */
export interface Found {
  readonly open: string[];
  readonly undecided: string[];
  readonly depends: string[];
  readonly sent: number;
}

/** Checks a URL. @param fields what FILE has beside the URL */
export async function checkAt(url: string, fields: object): Promise<Found> {
  const [checked] = parseCheckFile(JSON.stringify({ urls: [{ url, ...fields }] }), COOKIES);
  const { open, undecided, depends, sent } = await checkUrl(checked!);
  const said = ({ probe, seen }: (typeof open)[number]) => `${probe.what}, ${probe.sender}: ${seen}`;
  return { open: open.map(said), undecided: undecided.map(said), depends: depends.map(said), sent };
}

/** Checks a proxy with a hole. */
export async function check(hole: Hole, fields: object = { ...USERS, echo: true }): Promise<Found> {
  const proxy = await guardedProxy(hole);
  try {
    return await checkAt(proxy.url, fields);
  } finally {
    proxy.stop();
  }
}

/** What was tried, without by whom and what was seen. */
export const triedIn = (texts: readonly string[]) => texts.map((text) => text.split(',')[0]);
