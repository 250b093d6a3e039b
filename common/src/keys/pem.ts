import type { KeyObject } from 'crypto';

export const HOW_TO_MAKE_A_PEM =
  'make one with: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256';

/** Whether a text is in PEM (RFC 7468). One whose line breaks are spelled out is not. */
export function isPem(text: string): boolean {
  return text.startsWith('-----BEGIN ') && !text.includes('\\n');
}

export function isPublic(pem: string): boolean {
  return /^-----BEGIN (RSA )?PUBLIC KEY-----/.test(pem);
}

export function isCertificate(pem: string): boolean {
  return /^-----BEGIN (TRUSTED |X509 )?CERTIFICATE/.test(pem);
}

/**
 * Reads one key in PEM.
 * @throws Error that says what is wrong with it and how to mend it, without any part of it
 */
export function readPem(pem: string, read: (pem: string) => KeyObject): KeyObject {
  if (pem.startsWith('-----BEGIN OPENSSH'))
    throw new Error('is a key of OpenSSH; make a PEM of a copy of it: ssh-keygen -p -m PKCS8 -f COPY');
  // Only the first one would be read. What openssl ecparam puts before a key is none.
  if ((pem.match(/-----BEGIN (?!EC PARAMETERS)/g)?.length ?? 0) > 1)
    throw new Error('is several PEMs; put a comma between them');
  try {
    return read(pem);
  } catch {
    // Node's message may repeat what it could not read.
    throw new Error(`cannot be read as a key in PEM without a passphrase; ${HOW_TO_MAKE_A_PEM}`);
  }
}
