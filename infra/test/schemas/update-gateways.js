// Keeps what docs/gate/{istio,istio-mesh,envoy-gateway,gateway-api}.yaml are checked against, one definition a line: of the CRDs of
// three projects, and of Istio's configuration of the mesh, which has no CRD. Its arguments are files of their repositories:
//   node infra/test/schemas/update-gateways.js \
//     gateway-api/config/crd/experimental/gateway.networking.k8s.io_httproutes.yaml \
//     gateway/charts/gateway-helm/charts/crds/crds/generated/gateway.envoyproxy.io_{securitypolicies,clienttrafficpolicies}.yaml \
//     api/kubernetes/customresourcedefinitions.gen.yaml api/mesh/v1alpha1/config.proto > infra/test/schemas/gateways.json
const { readFileSync } = require('node:fs');
const { parseAllDocuments } = require('yaml');

/** The kinds, and of large ones the parts of the specification that are used; any other field counts as unknown. */
const KINDS = {
  HTTPRoute: undefined,
  SecurityPolicy: ['targetRefs', 'extAuth'],
  ClientTrafficPolicy: ['targetRefs', 'path', 'headers'],
  AuthorizationPolicy: undefined,
  EnvoyFilter: undefined,
};

const isText = (key, value) => key === 'description' && typeof value === 'string';
// The rules in CEL among them: there is nothing here that runs them.
const isHint = (key) => key.startsWith('x-kubernetes-');

function definitionOf({ spec }) {
  const { kind } = spec.names;
  const { name: version, schema } = spec.versions[0];
  const text = JSON.stringify(schema.openAPIV3Schema, (key, value) =>
    isText(key, value) || isHint(key) ? undefined : value,
  );
  const { type, required, properties } = JSON.parse(text);
  const parts = KINDS[kind] ?? Object.keys(properties.spec.properties);
  const definition = {
    type,
    required,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { type: 'object' },
      spec: {
        ...properties.spec,
        properties: Object.fromEntries(parts.map((part) => [part, properties.spec.properties[part]])),
      },
    },
  };
  return [`${spec.group}/${version} ${kind}`, definition];
}

/** What a message of an interface definition (proto3) has, by its JSON names. */
function messageOf(proto, name, others) {
  const [, body] = new RegExp(`message ${name} \\{([^]*?)\\n {2,4}\\}\\n`).exec(proto);
  const types = {
    bool: 'boolean',
    string: 'string',
    uint32: 'integer',
    'google.protobuf.Duration': 'string',
  };
  const fields = body.matchAll(/^ +(repeated )?(map<string, string>|[\w.]+) (\w+) = \d+/gm);
  const properties = [...fields].map(([, isList, type, field]) => {
    const one = others[type] ?? (type in types ? { type: types[type] } : { type: 'object' });
    const camel = field.replaceAll(/_(\w)/g, (_all, letter) => letter.toUpperCase());
    return [camel, isList ? { type: 'array', items: one } : one];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function meshOf(proto) {
  const http = messageOf(proto, 'EnvoyExternalAuthorizationHttpProvider', {});
  const values = [...proto.matchAll(/^ {6}([A-Z_]+) = \d+;/gm)].map(([, value]) => value);
  const normalization = { type: 'string', enum: values.filter((value) => value.includes('SLASH')) };
  return {
    type: 'object',
    properties: {
      pathNormalization: { type: 'object', properties: { normalization } },
      extensionProviders: {
        type: 'array',
        items: { type: 'object', properties: { name: { type: 'string' }, envoyExtAuthzHttp: http } },
      },
    },
  };
}

const files = process.argv.slice(2);
const read = (ending) =>
  files.filter((file) => file.endsWith(ending)).map((file) => readFileSync(file, 'utf8'));
const crds = read('.yaml').flatMap((text) => parseAllDocuments(text).map((document) => document.toJS()));
const definitions = [
  ...crds.filter((crd) => crd && crd.spec.names.kind in KINDS).map(definitionOf),
  ['MeshConfig', meshOf(read('.proto')[0])],
].sort();
const lines = definitions.map(
  ([name, definition]) => `${JSON.stringify(name)}:${JSON.stringify(definition)}`,
);
process.stdout.write(`{"definitions":{\n${lines.join(',\n')}\n}}\n`);
