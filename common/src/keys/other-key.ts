import { createPrivateKey, createPublicKey, X509Certificate } from 'crypto';
import { existsSync } from 'fs';

const OR_A_FILE = 'or name its file in the variable that ends in _FILE';
const HOW_TO_CONVERT_JSON =
  "give a PEM, which this makes of a private JWK: node -p \"crypto.createPrivateKey({key:JSON.parse(fs.readFileSync(0)),format:'jwk'}).export({type:'pkcs8',format:'pem'})\" <key.json";
const HOW_TO_CONVERT_DER =
  'make a PEM of it: base64 -d | openssl pkey -inform DER, or openssl pkcs12 -nodes -nocerts where it is PKCS #12';

/**
 * Says why a text is neither a PEM nor a secret, when it looks like key material in another form. As a secret it would
 * work, and be one that many know: its form says what it is, and half of it may be public.
 * @returns what it is and what mends it, without any part of it; undefined when it can be a secret
 */
export function describeOtherKey(entry: string): string | undefined {
  return (
    describeJson(entry) ??
    describePem(entry) ??
    describeSsh(entry) ??
    describePath(entry) ??
    describeEncoded(entry)
  );
}

/** A JWK or a JWK Set. Commas separate keys and are in JSON, too, so it has to be asked of the whole of a ring. */
export function describeJson(text: string): string | undefined {
  const isKey = /^\s*["']?[[{]\s*\\?"|"(kty|keys)\\?"\s*:/.test(text) || isJsonObject(text);
  return isKey ? `is JSON, such as a JWK; ${HOW_TO_CONVERT_JSON}` : undefined;
}

function describePem(entry: string): string | undefined {
  if (!/-----(BEGIN|END)|PuTTY-User-Key|-- BEGIN SSH2/.test(entry)) return undefined;
  if (/PuTTY-User-Key|-- BEGIN SSH2/.test(entry)) return SSH;
  if (entry.includes('\\n'))
    return `is a PEM whose line breaks are spelled out as \\n; give real ones, ${OR_A_FILE}`;
  if (/^["'`]/.test(entry))
    return `is a PEM in quotes, which are part of the value here; take them away, ${OR_A_FILE}`;
  return `is a PEM with text before it; let it start with -----BEGIN, ${OR_A_FILE}`;
}

const SSH =
  'is a key of SSH; give a PEM, which this makes of a copy of a private one: ssh-keygen -p -m PKCS8 -f COPY';

function describeSsh(entry: string): string | undefined {
  return /^["']?(ssh-(rsa|dss|ed25519|ed448)|ecdsa-sha2-|sk-(ssh|ecdsa)-)/.test(entry) ? SSH : undefined;
}

/** A path is no secret: anyone who knows the deployment knows it. */
function describePath(entry: string): string | undefined {
  const isPath = entry.startsWith('/') && existsSync(entry);
  return isPath ? 'is the path of a file; name it in the variable that ends in _FILE' : undefined;
}

/** What is in base64, base64url or hexadecimal digits, also where it was encoded twice, as a manifest's `data` easily is. */
function describeEncoded(entry: string): string | undefined {
  const text = entry.replace(/^["']|["']$/g, '');
  const encodings = [/^[\w+/=\s-]+$/.test(text) && 'base64', /^([\da-f]{2})+$/i.test(text) && 'hex'] as const;
  for (const encoding of encodings) {
    if (!encoding) continue;
    const bytes = Buffer.from(text, encoding);
    const decoded = bytes.toString('latin1');
    if (/-----(BEGIN|END)/.test(decoded))
      return `is a PEM in ${encoding}; give it decoded (base64 -d), ${OR_A_FILE}`;
    if (describeJson(decoded)) return `is JSON, such as a JWK, in ${encoding}; ${HOW_TO_CONVERT_JSON}`;
    if (/^.{4}(ssh-|ecdsa-sha2-|sk-)|^openssh-key-v1/s.test(decoded)) return SSH;
    if (isDer(bytes)) return `is a key or a certificate in DER, as ${encoding}; ${HOW_TO_CONVERT_DER}`;
    const inner = describeEncoded(decoded);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function isJsonObject(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}

const DER_READERS: readonly ((bytes: Buffer) => unknown)[] = [
  (key) => createPrivateKey({ key, format: 'der', type: 'pkcs8' }),
  (key) => createPrivateKey({ key, format: 'der', type: 'sec1' }),
  (key) => createPrivateKey({ key, format: 'der', type: 'pkcs1' }),
  (key) => createPublicKey({ key, format: 'der', type: 'spki' }),
  (key) => createPublicKey({ key, format: 'der', type: 'pkcs1' }),
  (certificate) => new X509Certificate(certificate),
];

function isDer(bytes: Buffer): boolean {
  // All of them are sequences (X.690, section 8.9), and few secrets begin as one.
  if (bytes[0] !== 0x30) return false;
  // PKCS #12 and requests for certificates, too, which Node cannot read. No secret tells its own length by chance.
  if (bytes[1] === 0x82 && bytes.length > 4 && bytes.readUInt16BE(2) === bytes.length - 4) return true;
  return DER_READERS.some((read) => {
    try {
      read(bytes);
      return true;
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'ERR_MISSING_PASSPHRASE';
    }
  });
}
