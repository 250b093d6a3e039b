import { expect, it } from '@jest/globals';
import { readConfig } from '../src/config';

const REQUIRED = {
  JWT_KEY: 'a secret of more than thirty-two bytes',
  AUTH_URL: 'http://auth-srv:3000',
  TICKETS_URL: 'http://tickets-srv:3000',
};

it.each(['0', '1', '99'])('TRUST_PROXY=%s is a count of proxies', (TRUST_PROXY) => {
  expect(readConfig({ ...REQUIRED, TRUST_PROXY }).TRUST_PROXY).toBe(Number(TRUST_PROXY));
});

it.each(['100', '-1', '1.5', '1e9', 'true', '2 hops'])('TRUST_PROXY=%s is refused', (TRUST_PROXY) => {
  expect(() => readConfig({ ...REQUIRED, TRUST_PROXY })).toThrow(
    'TRUST_PROXY must be a count of proxies, 0 to 99',
  );
});
