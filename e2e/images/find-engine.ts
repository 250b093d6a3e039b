import { buildah } from './buildah';
import { docker } from './docker';
import { type Engine } from './engine';

/** Says in one line how to get an engine. */
export const NO_ENGINE =
  'nothing here builds and runs images: start docker, or as root: apt-get install buildah runc netavark';

/** The engine of this machine, if it has one. */
export function findEngine(): Engine | undefined {
  return [docker, buildah].find((engine) => engine.isHere());
}
