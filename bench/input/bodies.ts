import type { RawRequest } from '../lib/http.js';
import { requestTo, type Field, type Route } from './routes.js';
import { fill, WORST_PASSWORDS, worstTexts } from './texts.js';

/** The most that a body may have is 16 KB. */
const BODY_BYTES = 16_000;

/** The worst bodies for a route, by what they are. What the route names is in them, whether it reads it or not. */
export function worstBodies(route: Route): Readonly<Record<string, RawRequest>> {
  const { fields } = route;
  const names = fields.map(({ name }) => name);
  const first = names[0] ?? 'a';
  const bodies: Record<string, string> = {
    'JSON, deep': `{"${first}":${'['.repeat(7_900)}${']'.repeat(7_900)}}`,
    'JSON, wide': `{"${first}":{${entries(1_500)}}}`,
    'JSON, a long list': `{"${first}":[${fill('0', ',0', BODY_BYTES - 20)}]}`,
    'JSON, escapes': `{"${first}":"${fill('', '\\u0345\\u0300', BODY_BYTES - 20)}"}`,
    'JSON, the same name again and again': `{${fill(`"${first}":0`, `,"${first}":0`, BODY_BYTES - 20)}}`,
    'JSON, broken at its end': fill('[', '0,', BODY_BYTES),
    spaces: `{}${' '.repeat(BODY_BYTES)}`,
  };
  return Object.fromEntries([
    ...Object.entries(bodies).map(([kind, body]) => [
      `${kind} (body)`,
      requestTo(route, { body, headers: JSON_TYPE }),
    ]),
    ...(names.length > 0 ? fullFields(route) : []),
    ...(names.some(isPassword) ? passwords(route) : []),
  ]) as Record<string, RawRequest>;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
const isPassword = (name: string) => /password/i.test(name);

function entries(count: number): string {
  return Array.from({ length: count }, (_, n) => `"n${n}":0`).join(',');
}

/** Every field as long as a body has room for. */
function fullFields(route: Route): [string, RawRequest][] {
  const room = BODY_BYTES / route.fields.length - 50;
  return Object.entries(worstTexts(room)).map(([kind, text]) => [
    `fields of ${kind}`,
    requestTo(route, {
      fields: Object.fromEntries(route.fields.map((field) => [field.name, valueOf(field, text)])),
    }),
  ]);
}

function valueOf({ type }: Field, text: string): unknown {
  if (type === 'array') return [text];
  return type === 'object' ? { name: text } : text;
}

/** What is in bounds everywhere, so that it comes to be looked at. */
function passwords(route: Route): [string, RawRequest][] {
  const names = route.fields.map(({ name }) => name).filter(isPassword);
  return Object.entries(WORST_PASSWORDS).map(([kind, password]) => [
    kind,
    requestTo(route, { fields: Object.fromEntries(names.map((name) => [name, password])) }),
  ]);
}
