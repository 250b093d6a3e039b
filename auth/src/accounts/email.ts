import { domainToASCII, domainToUnicode } from 'node:url';
import isEmail from 'validator/lib/isEmail';

/** RFC 5321, section 4.5.3.1.3. */
export const MAX_EMAIL_CHARACTERS = 254;

/**
 * More than the longest address has in UTF-16 units, with spaces around it or with
 * accents as characters of their own. A longer text is to be refused before it is normalized.
 */
export const MAX_RAW_EMAIL_UNITS = 320;

/** What is not seen: controls, formats, halves, unassigned ones, spaces, what is not displayed (UAX #44), the blank of braille. */
const UNSEEN = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;
/** Nothing that the URL parser, which does IDNA, would decode or end at. */
const DOMAIN = /^[a-z\d.\-\u0080-\u{10ffff}]+$/u;
const NEEDS_IDNA = /[^\p{ASCII}]|xn--/u;
/** Alphabets that have letters of the same shape (UTS #39). */
const ALPHABETS = [
  /\p{Script=Latin}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Cyrillic}/u,
  /\p{Script=Armenian}/u,
  /\p{Script=Cherokee}/u,
  /\p{Script=Coptic}/u,
];

/** What mail programs and servers may take for the end of an address, though it is in quotes or the form of RFC 2047. */
const SPLITTING = /[<>@]|=\?[^?]*\?[bq]\?[^?]*\?=/u;

const NO_EMAIL = 'Give a valid email address.';

/**
 * The one form that an address is stored and looked up in: lower case, NFC, and its domain as IDNA has it in ASCII. Providers'
 * own rules are not ours to know. What has no such form, as an account of an older release may, is only lower-cased.
 */
export function normalizeEmail(email: string): string {
  const former = formerForm(email);
  return canonicalForm(former) ?? former;
}

/**
 * The forms that an address may be stored in, the present one first: an older release left domains as they were typed, and an
 * older service even capitals.
 */
export function formsOfEmail(email: string): readonly string[] {
  const canonical = normalizeEmail(email);
  return [...new Set([canonical, formerForm(email), withUnicodeDomain(canonical), email.trim()])];
}

/** The forms that a part of an address may be stored in; the domain counts from label to label. */
export function formsOfPart(part: string): readonly string[] {
  const former = formerForm(part);
  const [start, domain] = split(former);
  return [...new Set([former, start + (asciiDomain(domain) ?? domain), withUnicodeDomain(former)])];
}

/** Whether somebody may have an account with this address, of whatever release. */
export function isKnowableEmail(email: string): boolean {
  const normal = normalizeEmail(email);
  // It throws at half a surrogate pair, which JSON can carry.
  return !/\p{Surrogate}/u.test(normal) && isEmail(normal);
}

/**
 * Says what is wrong with the address of a new account: besides what is none, one that can be taken for another.
 * @returns a message, or undefined when it is fine
 */
export function validateNewEmail(email: string): string | undefined {
  const former = formerForm(email);
  if (UNSEEN.test(former)) return 'Give an email address without spaces and invisible characters.';
  const canonical = canonicalForm(former);
  if (canonical === undefined) return NO_EMAIL;
  const local = canonical.slice(0, canonical.lastIndexOf('@'));
  if (SPLITTING.test(local)) return NO_EMAIL;
  // RFC 8264, section 9.17.
  if (local.normalize('NFKC') !== local) return 'Give an email address of ordinary letters and digits.';
  if (ALPHABETS.filter((alphabet) => alphabet.test(local)).length > 1)
    return 'Give an email address whose letters before the @ are of one alphabet.';
  return undefined;
}

/** What releases before IDNA looked up. */
function formerForm(email: string): string {
  return email.trim().normalize('NFC').toLowerCase();
}

function canonicalForm(former: string): string | undefined {
  if (UNSEEN.test(former)) return undefined;
  const [start, domain] = split(former);
  const ascii = asciiDomain(domain);
  // Lower case can be in another form than its capitals were.
  const email = ascii === undefined ? '' : start.normalize('NFC') + ascii;
  return isEmail(email) ? email : undefined;
}

/** The domain is what comes after the last `@`, which stays with what is before it. */
function split(email: string): [string, string] {
  const at = email.lastIndexOf('@') + 1;
  return [email.slice(0, at), email.slice(at)];
}

function asciiDomain(domain: string): string | undefined {
  if (!DOMAIN.test(domain)) return undefined;
  if (!NEEDS_IDNA.test(domain)) return domain;
  return domainToASCII(domain) || undefined;
}

function withUnicodeDomain(email: string): string {
  const [start, domain] = split(email);
  return domain.includes('xn--') && DOMAIN.test(domain) ? start + domainToUnicode(domain) : email;
}
