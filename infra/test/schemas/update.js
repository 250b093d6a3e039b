// Keeps of a cluster's OpenAPI document what the manifests are checked against, one definition a line:
//   kubectl get --raw /openapi/v2 | node infra/test/schemas/update.js > infra/test/schemas/kubernetes-1.36.json
const { readFileSync } = require('node:fs');

const KINDS = [
  'core.v1.ConfigMap',
  'core.v1.Namespace',
  'core.v1.Service',
  'core.v1.ServiceAccount',
  'apps.v1.Deployment',
  'apps.v1.StatefulSet',
  'networking.v1.Ingress',
  'networking.v1.NetworkPolicy',
  'policy.v1.PodDisruptionBudget',
];

const REFERENCE = '#/definitions/';
const { definitions } = JSON.parse(readFileSync(0, 'utf8'));
const kept = {};

function keep(name) {
  if (name in kept) return;
  kept[name] = definitions[name];
  JSON.stringify(definitions[name], (key, value) => {
    if (key === '$ref') keep(value.slice(REFERENCE.length));
    return value;
  });
}

const isText = (key, value) => key === 'description' && typeof value === 'string';
const isHint = (key) => key.startsWith('x-kubernetes-') && key !== 'x-kubernetes-group-version-kind';

for (const kind of KINDS) keep(`io.k8s.api.${kind}`);
const lines = Object.keys(kept)
  .sort()
  .map((name) => {
    const text = JSON.stringify(kept[name], (key, value) =>
      isText(key, value) || isHint(key) ? undefined : value,
    );
    return `${JSON.stringify(name)}:${text}`;
  });
process.stdout.write(`{"definitions":{\n${lines.join(',\n')}\n}}\n`);
