import { listAreas } from '@latchkey/auth/dist/apps/endpoints.js';
import { schemas } from '@latchkey/auth/dist/openapi/schemas.js';
import type { RawRequest } from '../lib/http.js';

/** A public route and a plain small request to it. */
export interface Route {
  /** As the document names it. */
  readonly name: string;
  readonly method: string;
  /** With `{id}` where it has one. */
  readonly path: string;
  readonly isSignedIn: boolean;
  readonly fields: readonly Field[];
  readonly query: readonly string[];
}

export interface Field {
  readonly name: string;
  readonly type: string | undefined;
}

/** No account has it. */
const ID = 'a'.repeat(24);

const operations = listAreas({
  API_DOCS: true,
  SMTP_URL: 'smtp://127.0.0.1',
  EMAIL_VERIFICATION: 'optional',
  SIGN_IN_BY_EMAIL: true,
  DATA_KEY: Buffer.alloc(32, 9).toString('base64'),
  PUBLIC_URL: 'https://app.example.com',
}).flatMap(({ endpoints }) => endpoints);

/** Every route of the OpenAPI document: one that comes later is measured without being named here. */
export const routes: readonly Route[] = operations.map(({ method, path, body, query, proof }) => ({
  name: `${method.toUpperCase()} ${path}`,
  method: method.toUpperCase(),
  path,
  isSignedIn: proof !== 'none',
  fields: body === undefined ? [] : fieldsOf(schemas[body]),
  query: Object.keys(query ?? {}),
}));

function fieldsOf(schema: object): Field[] {
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> };
  return Object.entries(properties).map(([name, { type }]) => ({ name, type }));
}

/** What people send, as far as a route has the field; `$TURN` makes it another one each time. */
const PLAIN: Readonly<Record<string, unknown>> = {
  email: 'nobody-$TURN@example.com',
  password: 'correct horse battery staple',
  currentPassword: 'not the password of anybody',
  newPassword: 'correct horse battery staple',
  roles: ['editor'],
  claims: { team: 1 },
  reason: 'spam',
  until: undefined,
  invitation: undefined,
};

/** What of a request is not plain. */
export interface Changes {
  readonly id?: string;
  readonly query?: string;
  readonly body?: string;
  readonly fields?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request to a route, plain but for what is given. */
export function requestTo({ method, path, fields }: Route, changes: Changes = {}): RawRequest {
  const plain = Object.fromEntries(
    fields.map(({ name }) => [name, name in PLAIN ? PLAIN[name] : 'a small text']),
  );
  const body = changes.body ?? (fields.length > 0 ? JSON.stringify({ ...plain, ...changes.fields }) : '');
  return {
    method,
    path: path.replace('{id}', changes.id ?? ID) + (changes.query ?? ''),
    headers: { ...(body !== '' && { 'Content-Type': 'application/json' }), ...changes.headers },
    body,
  };
}
