import type { Operation, Section } from './operation';
import { schemas, type SchemaName } from './schemas';
import { accountSecurity, securitySchemes, type SecuritySettings } from './security';
import { version } from './version';

const reference = (name: SchemaName) => ({ $ref: `#/components/schemas/${name}` });
const json = (name: SchemaName) => ({ 'application/json': { schema: reference(name) } });

/** Builds the OpenAPI 3.1 document of the public port. */
export function createDocument(sections: readonly Section[], settings: SecuritySettings) {
  const security = accountSecurity(settings);
  const paths: Record<string, Record<string, unknown>> = {};
  for (const { tag, endpoints } of sections)
    for (const operation of endpoints) {
      const described = describe(tag, operation, security);
      paths[operation.path] = { ...paths[operation.path], [operation.method]: described };
    }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Latchkey',
      version,
      description: 'Signs people up, in and out. Every failure is an RFC 9457 problem with a stable code.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: sections.map(({ tag, description }) => ({ name: tag, description })),
    paths,
    components: {
      schemas,
      securitySchemes: securitySchemes(settings),
    },
  };
}

/** What can be wrong with any body before a route sees it. */
const BODY_FAILURES = { 413: '`payload_too_large`: over 16 KiB', 415: '`unsupported_media_type`' };

function describe(
  tag: string,
  { method, path, summary, body, query, proof = 'account', success, failures }: Operation,
  security: ReturnType<typeof accountSecurity>,
) {
  const parameters = [
    ...[...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => parameter('path', name!, true)),
    ...Object.entries(query ?? {}).map(([name, need]) => parameter('query', name, need === 'required')),
  ];
  return {
    tags: [tag],
    summary,
    operationId: `${method}${path
      .split(/[^a-z]+/i)
      .map(capitalize)
      .join('')}`,
    security: proof === 'none' ? [] : security,
    ...(parameters.length > 0 && { parameters }),
    ...(body && { requestBody: { required: isRequired(body), content: json(body) } }),
    responses: {
      [success.status]: {
        description: success.text ?? 'Done',
        ...(success.schema && { content: json(success.schema) }),
      },
      ...Object.fromEntries(
        Object.entries({ ...failures, ...(body && BODY_FAILURES) }).map(([status, codes]) => [
          status,
          failure(codes),
        ]),
      ),
      default: failure('`internal_error`, or `unavailable` with Retry-After'),
    },
  };
}

function capitalize(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function parameter(where: 'path' | 'query', name: string, required: boolean) {
  return { in: where, name, required, schema: { type: 'string' } };
}

/** A body of which every field can be left out can be left out itself. */
function isRequired(body: SchemaName): boolean {
  const schema = schemas[body];
  return 'required' in schema && schema.required.length > 0;
}

function failure(description: string) {
  return { description, content: { 'application/problem+json': { schema: reference('Problem') } } };
}
