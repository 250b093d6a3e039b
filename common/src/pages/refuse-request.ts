import { isUnsafeCrossOrigin } from '../request/cross-origin';
import { failure } from './answers';
import type { PagesSettings } from './pages-options';

const MAX_BYTES = 16_384;
/** RFC 1035, section 2.3.4. */
const MAX_HOST_CHARACTERS = 253;
const FORM = /^application\/x-www-form-urlencoded\b/i;

/**
 * Refuses what no browser asks of a page: other methods, bodies that are no form of at most 16 KB, and forms of other sites. Of a
 * page that takes native forms alone, it refuses those of frames and scripts, too (Fetch Metadata).
 * @returns undefined where the page may answer
 */
export function refuseRequest(request: Request, settings: PagesSettings): Response | undefined {
  const { texts, trustedOrigins, takesFormsOfScripts } = settings;
  const { method, headers } = request;
  const refuse = (status: number, message: string) => failure(status, message, { Connection: 'close' });
  if (!isHost(headers.get('host'))) return refuse(400, texts.badHost);
  if (method === 'GET' || method === 'HEAD') return undefined;
  if (method !== 'POST') return refuse(405, texts.badMethod);
  if (isUnsafeCrossOrigin(request, trustedOrigins) || !(takesFormsOfScripts || isNavigation(headers)))
    return refuse(403, texts.foreignForm);
  if (!FORM.test(headers.get('content-type') ?? '') || headers.has('content-encoding'))
    return refuse(415, texts.notAForm);
  const length = Number(headers.get('content-length') ?? NaN);
  return length <= MAX_BYTES ? undefined : refuse(413, texts.longForm);
}

/** A long name is not parsed, which is quadratic in its characters (IDNA). Without a Host it is no request of a browser's. */
function isHost(name: string | null): boolean {
  return name === null || (name.length <= MAX_HOST_CHARACTERS && URL.canParse(`http://${name}`));
}

/**
 * Whether a person sent the form from a page in a window of its own: only a navigation of one is for a `document`, and a script or a
 * frame is not. Older browsers do not say.
 */
function isNavigation(headers: Headers): boolean {
  return (headers.get('sec-fetch-dest') ?? 'document') === 'document';
}
