import { ec, NOW, token } from './forge.mjs';

const HOUR = 3600;
const NAME = '__Host-session';

const base64 = (text) => Buffer.from(text).toString('base64');
const valueOf = (jwt) => base64(JSON.stringify({ jwt }));
const garbage = `${NAME}=${base64('{"jwt":"garbage"}')}`;

/**
 * Characters that many languages strip as space. To a browser they are the first of a name without the prefix, so a subdomain
 * can set such a cookie for its parent. Of two bytes: what the first one is in UTF-8.
 */
const NOT_SPACE = { 'the byte A0': '\xa0', 'the byte 85': '\x85', 'the bytes C2 A0': '\xc2\xa0' };

/**
 * Makes the vectors of how a Cookie header is read. A cookie of several lines is a list.
 * @param user what the user of a good token is like
 */
export function cookieHeaders(user) {
  const vectors = [];
  const add = (name, cookie, verdict, user) =>
    vectors.push({ name: `header: ${name}`, cookie, verdict, user });

  const [older, newer] = ['older', 'newer'].map((id) => ({ ...user, id }));
  const [oldValue, newValue] = [
    [older, NOW - HOUR],
    [newer, NOW - HOUR / 2],
  ].map(([{ id }, iat]) => valueOf(token(ec, { claims: { sub: id, iat, exp: NOW + HOUR } })));
  const [old, next] = [`${NAME}=${oldValue}`, `${NAME}=${newValue}`];

  for (const [what, bytes] of Object.entries(NOT_SPACE)) {
    add(`${what} before the name`, `${bytes}${next}`, 'token_missing');
    add(`${what} before the name, behind another cookie`, `a=1; ${bytes}${next}`, 'token_missing');
    add(`${what} before the name of the newer one`, `${bytes}${next}; ${old}`, 'ok', older);
    add(`a good one, and ${what} before the name of the newer one`, `${old}; ${bytes}${next}`, 'ok', older);
    const four = Array.from({ length: 4 }, () => `${bytes}${garbage}`).join('; ');
    add(`a good one behind four with ${what} before the name`, `${four}; ${next}`, 'ok', newer);
  }
  const spaced = `${NAME} =${newValue}`;
  add('a space behind the name', spaced, 'token_missing');
  add('a space behind the name of the newer one', `${spaced}; ${old}`, 'ok', older);
  add('no space and a tab between cookies', `a=1;${old};\t${next}`, 'ok', newer);

  add('a value in quotes', `${NAME}="${newValue}"`, 'ok', newer);
  add('the newer one in quotes', `${old}; ${NAME}="${newValue}"`, 'ok', newer);
  for (const [what, value] of [
    ['a backslash', 'a\\b'],
    ['quotes', 'a"b'],
    ['a byte that is not ASCII', 'a\xe9b'],
    ['a space', 'a b'],
    ['a comma', 'a,b'],
  ]) {
    const bad = `${NAME}=${value}`;
    add(`${what} in a value`, bad, 'token_invalid');
    add(`${what} in a value, and a good one`, `${bad}; ${next}`, 'ok', newer);
    add(`a good one behind four with ${what}`, `${bad}; ${bad}; ${bad}; ${bad}; ${next}`, 'token_invalid');
  }

  add('two lines, the good one last', [garbage, next], 'ok', newer);
  add('two lines, the good one first', [next, garbage], 'ok', newer);
  add('two lines, the session in the last', ['a=1', next], 'ok', newer);
  add(
    'a good one behind four others on two lines',
    [Array(4).fill(garbage).join('; '), next],
    'token_invalid',
  );
  return vectors;
}
