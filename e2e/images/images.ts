/** A service as it is shipped. */
export interface Image {
  readonly name: 'latchkey-auth' | 'latchkey-pages' | 'latchkey-tickets' | 'latchkey-web';
  /** The folder of its workspace, which the Dockerfile takes as SERVICE. */
  readonly folder: string;
}

export const authImage: Image = { name: 'latchkey-auth', folder: 'auth' };
export const pagesImage: Image = { name: 'latchkey-pages', folder: 'pages' };
export const ticketsImage: Image = { name: 'latchkey-tickets', folder: 'examples/tickets' };
export const webImage: Image = { name: 'latchkey-web', folder: 'examples/web' };
