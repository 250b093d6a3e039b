import type { CheckedUrl } from './check-file';
import { crossOrigin, otherMethods } from './methods';
import type { Attempt, Probe, Sender } from './probe';
import { queriesOf, spellingsOf } from './spellings';
import { forgedCredentials, otherRequests, spoofedIdentities } from './spoofed-headers';
import { tokensOf } from './tokens';

/** A folder that no site has: a proxy may take what is behind it for something that anybody may read. */
const NO_FOLDER = '/latchkey-check/';

/** All that is sent to a URL once its plain request is judged, in this order. */
export function probesOf(checked: CheckedUrl): readonly Probe[] {
  const { letsGuestsIn, allowed, refused } = checked;
  const attempts = attemptsOf(checked);
  return [
    ...probes('nobody', !letsGuestsIn, [...attempts, ...forgedCredentials]),
    ...(refused === undefined || letsGuestsIn ? [] : probes('refused', true, [AS_IT_IS, ...attempts])),
    ...(allowed === undefined ? [] : probesOfAllowed(checked)),
  ];
}

const AS_IT_IS: Attempt = { what: 'the URL as it is' };

function probes(sender: Sender, isForbidden: boolean, attempts: readonly Attempt[]): Probe[] {
  return attempts.map((attempt) => ({ ...attempt, sender, isForbidden }));
}

function attemptsOf({ url, openPaths }: CheckedUrl): readonly Attempt[] {
  return [
    ...spoofedIdentities,
    ...otherRequests(openPaths[0] ?? NO_FOLDER),
    ...queriesOf(url),
    ...spellingsOf(url, [...openPaths, NO_FOLDER]).map((attempt) => ({
      ...attempt,
      evidence: 'elsewhere' as const,
    })),
    ...otherMethods(url),
  ];
}

function probesOfAllowed({ url, letsGuestsIn, echoes, handsOn, allowed = '' }: CheckedUrl): Probe[] {
  return [
    ...(echoes && !handsOn ? probes('allowed', false, tokensOf(allowed)) : []),
    ...(echoes ? probes('allowed', false, spoofedIdentities) : []),
    // Of a handshake that guests may make, too, nobody can see whose it became.
    ...probes(
      'allowed',
      true,
      crossOrigin(url).filter(({ evidence }) => !letsGuestsIn || evidence !== 'status'),
    ),
    ...(letsGuestsIn ? [] : cached(url)),
  ];
}

/** A user reads, and then nobody: a cache that keys without cookies, or by the kind of a file, answers the same to both. */
function cached({ pathname, search }: URL): Probe[] {
  const folder = pathname.replace(/\/?$/, '');
  const targets: Attempt[] = [
    { what: 'a cache', target: `${pathname}${search}` },
    { what: 'a cache of style sheets', target: `${folder}/latchkey-check.css`, evidence: 'elsewhere' },
    {
      what: 'a cache of style sheets, by a parameter',
      target: `${folder};latchkey-check.css`,
      evidence: 'elsewhere',
    },
  ];
  return targets.flatMap((attempt) => [
    ...probes('allowed', false, [attempt, attempt]),
    ...probes('nobody', true, [attempt]),
  ]);
}
