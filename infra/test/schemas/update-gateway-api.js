// Keeps of the Gateway API's CRDs what the manifests are checked against, one definition a line. URL is that of a release's
// standard-install.yaml (https://github.com/kubernetes-sigs/gateway-api/releases):
//   curl -sSfL URL | node infra/test/schemas/update-gateway-api.js > infra/test/schemas/gateway-api-1.6.json
const { readFileSync } = require('node:fs');
const { parseAllDocuments } = require('yaml');

const KINDS = ['Gateway', 'HTTPRoute'];
const VERSION = 'v1';

const isText = (key, value) => key === 'description' && typeof value === 'string';
// The rules in CEL among them: there is nothing here that runs them.
const isHint = (key) => key.startsWith('x-kubernetes-');

/** A definition as a cluster with these CRDs has it in its OpenAPI document; what only a controller writes is left out. */
function definitionOf({ spec }) {
  const { kind } = spec.names;
  const { schema } = spec.versions.find(({ name }) => name === VERSION);
  const text = JSON.stringify(schema.openAPIV3Schema, (key, value) =>
    isText(key, value) || isHint(key) ? undefined : value,
  );
  const { type, required, properties } = JSON.parse(text);
  const definition = {
    type,
    required,
    properties: {
      apiVersion: properties.apiVersion,
      kind: properties.kind,
      metadata: { $ref: '#/definitions/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' },
      spec: properties.spec,
    },
    'x-kubernetes-group-version-kind': [{ group: spec.group, kind, version: VERSION }],
  };
  return `${JSON.stringify(`io.k8s.networking.gateway.${VERSION}.${kind}`)}:${JSON.stringify(definition)}`;
}

const lines = parseAllDocuments(readFileSync(0, 'utf8'))
  .map((document) => document.toJS())
  .filter((crd) => crd?.kind === 'CustomResourceDefinition' && KINDS.includes(crd.spec.names.kind))
  .map(definitionOf)
  .sort();
process.stdout.write(`{"definitions":{\n${lines.join(',\n')}\n}}\n`);
