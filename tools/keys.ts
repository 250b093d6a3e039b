import { createPublicKey } from 'node:crypto';
import { newPrivateKey, newSecret } from './new-keys';

/**
 * `npm run keys -- new hs256|rs256|es256`: prints a key for JWT_KEY. Of a pair, the public half for JWT_PUBLIC_KEY goes to
 * standard error, so that `>` keeps the two apart.
 */
const makers: Readonly<Record<string, () => string>> = {
  hs256: () => `${newSecret()}\n`,
  rs256: () => tellPublicHalf(newPrivateKey('RS256')),
  es256: () => tellPublicHalf(newPrivateKey('ES256')),
};

function tellPublicHalf(privatePem: string): string {
  process.stderr.write(createPublicKey(privatePem).export({ type: 'spki', format: 'pem' }));
  return privatePem;
}

const [task, kind = ''] = process.argv.slice(2);
const make = task === 'new' && Object.hasOwn(makers, kind) ? makers[kind] : undefined;
if (make) {
  process.stdout.write(make());
} else {
  process.stderr.write(`keys: say which: npm run keys -- new ${Object.keys(makers).join('|')}\n`);
  process.exitCode = 1;
}
