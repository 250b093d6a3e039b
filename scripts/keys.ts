import { createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';

/**
 * `npm run keys -- new hs256|rs256|es256`: prints a key for JWT_KEY. Of a pair, the public half for JWT_PUBLIC_KEY goes to
 * standard error, so that `>` keeps the two apart.
 */
const makers: Readonly<Record<string, () => string>> = {
  hs256: () => `${randomBytes(48).toString('base64')}\n`,
  rs256: () => pem(generateKeyPairSync('rsa', { modulusLength: 3072 })),
  es256: () => pem(generateKeyPairSync('ec', { namedCurve: 'P-256' })),
};

function pem({ privateKey }: Pick<ReturnType<typeof generateKeyPairSync>, 'privateKey'>): string {
  process.stderr.write(createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }));
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

const [task, kind = ''] = process.argv.slice(2);
const make = task === 'new' && Object.hasOwn(makers, kind) ? makers[kind] : undefined;
if (make) {
  process.stdout.write(make());
} else {
  process.stderr.write(`keys: say which: npm run keys -- new ${Object.keys(makers).join('|')}\n`);
  process.exitCode = 1;
}
