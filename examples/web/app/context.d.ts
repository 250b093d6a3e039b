import type { PageContext } from '../src/visit';

declare module 'react-router' {
  // What loaders and actions get.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- only interfaces are merged
  interface AppLoadContext extends PageContext {}
}
