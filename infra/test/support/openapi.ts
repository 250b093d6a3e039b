import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import type { Manifest } from './manifest';

interface Definition {
  readonly 'x-kubernetes-group-version-kind'?: readonly { group: string; version: string; kind: string }[];
}

interface Schema {
  properties?: object;
  additionalProperties?: unknown;
  type?: unknown;
  readonly format?: string;
}

/** Reads a file of schemas. */
export const readSchemas = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '../schemas', name), 'utf8'), (_key, value: unknown) =>
    strict(value),
  ) as { definitions: Record<string, Definition> };

// Both kinds of schema leave unknown fields alone, which an API server warns of and drops. OpenAPI 2 has no way to say "a
// number or a string".
function strict(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const schema = value as Schema;
  if (schema.type === 'object' && schema.properties) schema.additionalProperties ??= false;
  if (schema.format === 'int-or-string') schema.type = ['integer', 'string'];
  return schema;
}

const definitions = {
  ...readSchemas('kubernetes-1.36.json').definitions,
  ...readSchemas('gateway-api-1.6.json').definitions,
};

const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
ajv.addSchema({ definitions }, 'kubernetes');

/** What Kubernetes 1.36 and the Gateway API 1.6 have against an object; nothing when it is valid. */
export function faultsOf(object: Manifest): string[] {
  const name = Object.keys(definitions).find((key) =>
    definitions[key]?.['x-kubernetes-group-version-kind']?.some(
      ({ group, version, kind }) =>
        `${group && `${group}/`}${version} ${kind}` === `${object.apiVersion} ${object.kind}`,
    ),
  );
  if (name === undefined) return [`${object.apiVersion} ${object.kind} is not known`];
  return faultsAgainst(ajv, `kubernetes#/definitions/${name}`, object);
}

/** What a schema has against a value. */
export function faultsAgainst(ajv: Ajv, schema: string, value: unknown): string[] {
  ajv.validate(schema, value);
  return (ajv.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
