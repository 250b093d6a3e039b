import { jest } from '@jest/globals';
import { sessionCookie } from '@latchkey/common/testing';

export const JWT_KEY = 'only-for-tests-only-for-tests-only-for-tests';
export const ADA = { id: 'ada', email: 'ada@example.com' };

/** A cookie of Ada's whose token has so many seconds left; below 0, it has expired. */
export function adas(secondsLeft = 900, roles: readonly string[] = []): string {
  const life = 900;
  jest.useFakeTimers({ now: Date.now() - (life - secondsLeft) * 1000 });
  try {
    return sessionCookie({ ...ADA, roles }, { expiresIn: life });
  } finally {
    jest.useRealTimers();
  }
}
