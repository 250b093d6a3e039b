import { expect, it } from '@jest/globals';
import { stateOf, type Owner, type Session } from '../../src/sessions/session';

const HOUR = 3_600_000;
const now = new Date();

const session: Session = {
  id: 'the-session',
  userId: 'the-user',
  sessionGen: 3,
  seed: '',
  familyHash: '',
  currentHash: '',
  rotatedAt: now,
  createdAt: now,
  lastSeenAt: now,
  expiresAt: new Date(now.getTime() + HOUR),
  userAgent: '',
  ip: '',
};

const expired = { expiresAt: new Date(now.getTime() - 1) };
const revoked = { revokedAt: now, revokedBecause: 'signed_out' } as const;
const current: Owner = { sessionGen: 3 };

it.each<[string, string, Partial<Session>, Owner | undefined]>([
  ['in its time, of the current generation', 'alive', {}, current],
  ['of an older generation', 'session_revoked', {}, { sessionGen: 4 }],
  ['of an older generation, but kept', 'alive', {}, { sessionGen: 4, keepSid: 'the-session' }],
  [
    'of an older generation while another is kept',
    'session_revoked',
    {},
    { sessionGen: 4, keepSid: 'other' },
  ],
  ['of the current generation while another is kept', 'alive', {}, { sessionGen: 3, keepSid: 'other' }],
  ['revoked', 'session_revoked', revoked, current],
  ['revoked, but kept', 'session_revoked', revoked, { sessionGen: 4, keepSid: 'the-session' }],
  ['expired', 'session_expired', expired, current],
  ['expired, but kept', 'session_expired', expired, { sessionGen: 4, keepSid: 'the-session' }],
  ['revoked and expired', 'session_revoked', { ...expired, ...revoked }, current],
  ['whose owner is gone', 'session_revoked', {}, undefined],
])('a session %s is %s', (_what, state, more, owner) => {
  expect(stateOf({ ...session, ...more }, owner)).toBe(state);
});

it('a session ends at its expiry and not after it', () => {
  expect(stateOf({ ...session, expiresAt: new Date() }, current)).toBe('session_expired');
});
