import { validateRequest, type AccessTokenClaims } from '@latchkey/common';
import { createCredentialCheck } from '@latchkey/common/protocol';
import express, { type RequestHandler } from 'express';
import { body, matchedData } from 'express-validator';
import { findLiveSession, type LiveSession, type LiveSessions } from '../../authentication/live-session';
import { toTokenSubject } from '../../authentication/token-subject';

/**
 * POST /introspect on the internal port: whether an access token is good at this moment, decided from MongoDB
 * (RFC 7662), with the account and the session as they are now. For an inactive token the response is only `active: false`.
 * @param credential what a caller has to send as bearer token
 */
export function introspect(parts: LiveSessions, credential: string): RequestHandler[] {
  const checkCredential = createCredentialCheck(credential);
  return [
    (req, _res, next) => {
      checkCredential(req);
      next();
    },
    express.urlencoded({ extended: false, limit: '16kb', inflate: false }),
    // A token longer than any of ours is inactive: `authenticate` says so before it parses it.
    body('token', 'Send one token, as application/x-www-form-urlencoded.').isString().notEmpty(),
    validateRequest,
    async function introspect(req, res) {
      const { token } = matchedData<{ token: string }>(req);
      const { claims } = await parts.authentication.authenticate(asBearer(token));
      const live = claims && (await findLiveSession(parts, claims));
      res.send(live ? { active: true, token_type: 'Bearer', ...claimsNow(claims, live) } : { active: false });
    },
  ];
}

/** The claims that the token would have if it were made now: what tells it from others stays. */
function claimsNow(
  { iss, aud, gen, jti, iat, exp }: AccessTokenClaims,
  { account, session, rights }: LiveSession,
): AccessTokenClaims {
  return { ...toTokenSubject(account, session, rights), iss, aud, gen, jti, iat, exp };
}

/** The request that somebody with this token would have sent. */
function asBearer(token: string) {
  return { method: 'GET', headers: { authorization: `Bearer ${token}` } };
}
