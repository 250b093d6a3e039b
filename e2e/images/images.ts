/** A service as it is shipped. */
export interface Image {
  readonly name: `latchkey-${'auth' | 'gate' | 'pages' | 'tickets' | 'web'}`;
  /** The folder of its workspace, which the Dockerfile takes as SERVICE. */
  readonly folder: string;
  /** A file of this repository that it reads, and where: in a cluster that of a ConfigMap. */
  readonly mount?: { readonly file: string; readonly at: string };
}

export const authImage: Image = { name: 'latchkey-auth', folder: 'auth' };
export const gateImage: Image = {
  name: 'latchkey-gate',
  folder: 'gate',
  mount: { file: 'tools/local/policies.yaml', at: '/etc/latchkey/policies.yaml' },
};
export const pagesImage: Image = { name: 'latchkey-pages', folder: 'pages' };
export const ticketsImage: Image = { name: 'latchkey-tickets', folder: 'examples/tickets' };
export const webImage: Image = { name: 'latchkey-web', folder: 'examples/web' };
