/** A service as it is shipped. */
export interface Image {
  readonly name: 'latchkey-auth' | 'latchkey-tickets' | 'latchkey-web';
  /** The folder of its workspace, with its Dockerfile. */
  readonly folder: string;
  /** The workspace's name in package.json. */
  readonly workspace: string;
}

export const authImage: Image = { name: 'latchkey-auth', folder: 'auth', workspace: '@latchkey/auth' };

export const ticketsImage: Image = {
  name: 'latchkey-tickets',
  folder: 'examples/tickets',
  workspace: '@latchkey/example-tickets',
};

export const webImage: Image = {
  name: 'latchkey-web',
  folder: 'examples/web',
  workspace: '@latchkey/example-web',
};
