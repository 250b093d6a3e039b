import { type Container } from './engine';
import { type Image } from './images';
import { statusOf } from './running-service';

/**
 * Looks at what a running container may do.
 * @throws Error that names the first thing which Kubernetes' "restricted" level, or a read-only root, does not have
 */
export async function assertUnprivileged(container: Container, { name }: Image): Promise<void> {
  const status = await statusOf(container);
  const must = (isSo: boolean, what: string) => {
    if (!isSo) throw new Error(`${name} ${what}`);
  };
  must(/^([1-9]\d*\t)(\1)*[1-9]\d*$/.test(status.get('Uid')!), `runs as the users ${status.get('Uid')}`);
  for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb']) {
    must(/^0+$/.test(status.get(set)!), `has capabilities: ${set} is ${status.get(set)}`);
  }
  must(status.get('NoNewPrivs') === '1', 'may gain privileges');
  const mounts = await container.run('cat', '/proc/1/mounts');
  must(/^\S+ \/ \S+ ro[ ,]/m.test(mounts), 'has a root that can be written to');
}
