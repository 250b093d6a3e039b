import type { Manifest, Service, Workload } from './manifest';

/** The objects of an overlay. */
export class Rendered {
  constructor(readonly objects: readonly Manifest[]) {}

  /** Deployments and StatefulSets. */
  get workloads(): Workload[] {
    return [...this.of<Workload>('Deployment'), ...this.of<Workload>('StatefulSet')];
  }

  get services(): Service[] {
    return this.of<Service>('Service');
  }

  of<T extends Manifest>(kind: string): T[] {
    return this.objects.filter((object) => object.kind === kind) as T[];
  }

  /** @throws Error when there is no such object */
  get<T extends Manifest>(kind: string, name: string): T {
    const found = this.of<T>(kind).find(({ metadata }) => metadata.name === name);
    if (!found) throw new Error(`there is no ${kind} ${name}`);
    return found;
  }
}
