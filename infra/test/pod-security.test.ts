import { expect, it } from '@jest/globals';
import type { Container, PodSpec } from './support/manifest';
import { describeOverlays, EXAMPLE, example } from './support/overlay';
import { Rendered } from './support/rendered';

/** The fields of a volume: its name, and what it may be made of. */
const VOLUME = [
  'name',
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** What a pod must not even mention. */
const FORBIDDEN_IN_POD = ['hostNetwork', 'hostPID', 'hostIPC', 'hostUsers'];
const FORBIDDEN_IN_CONTEXT = ['procMount', 'seLinuxOptions', 'windowsOptions', 'sysctls', 'appArmorProfile'];

const mentioned = (object: object | undefined, keys: readonly string[]) =>
  keys.filter((key) => object !== undefined && key in object);

/** What the restricted profile of the Pod Security Standards, and we, have against a pod. */
function faultsOfPod(pod: PodSpec): string[] {
  const { runAsNonRoot, runAsUser = 0, seccompProfile } = pod.securityContext ?? {};
  return [
    ...mentioned(pod, FORBIDDEN_IN_POD),
    ...mentioned(pod.securityContext, FORBIDDEN_IN_CONTEXT),
    ...(pod.volumes ?? []).flatMap((volume) => Object.keys(volume).filter((key) => !VOLUME.includes(key))),
    runAsNonRoot !== true && 'runAsNonRoot',
    runAsUser <= 0 && 'runAsUser',
    seccompProfile?.type !== 'RuntimeDefault' && 'seccompProfile',
    pod.automountServiceAccountToken !== false && 'automountServiceAccountToken',
    pod.enableServiceLinks !== false && 'enableServiceLinks',
  ].filter((fault) => fault !== false);
}

/** What the same have against a container. */
function faultsOfContainer({ securityContext = {}, ports = [] }: Container): string[] {
  const { capabilities, allowPrivilegeEscalation, readOnlyRootFilesystem, ...more } = securityContext;
  return [
    ...Object.keys(more),
    allowPrivilegeEscalation !== false && 'allowPrivilegeEscalation',
    readOnlyRootFilesystem !== true && 'readOnlyRootFilesystem',
    JSON.stringify(capabilities) !== '{"drop":["ALL"]}' && 'capabilities',
    ports.some(({ hostPort }) => hostPort !== undefined) && 'hostPort',
  ].filter((fault) => fault !== false);
}

describeOverlays('pods are restricted', ({ objects }) => {
  const rendered = new Rendered([...objects, ...EXAMPLE.objects, ...example('dashboard.yaml').objects]);
  const pods = rendered.workloads.map(({ metadata, spec }) => [metadata.name, spec.template.spec] as const);

  it.each(pods)('%s', (_name, pod) => {
    expect(faultsOfPod(pod)).toEqual([]);
    for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
      expect(faultsOfContainer(container)).toEqual([]);
    }
  });

  it.each(pods)('%s has a service account of its own, without a token', (name, { serviceAccountName }) => {
    expect(serviceAccountName).toBe(name);
    expect(rendered.get('ServiceAccount', name)).toMatchObject({ automountServiceAccountToken: false });
  });
});
