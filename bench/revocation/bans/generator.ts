import { encodeRequest } from '../../lib/http.js';
import { loadForParent, type LoadOrder } from '../../lib/steady-load.js';
import { ROUTE } from '../../verify/route.js';

/** By one person's requests. */
export interface PersonOrder extends LoadOrder {
  readonly cookie: string;
}

const CONNECTIONS = 20;

loadForParent<PersonOrder>(CONNECTIONS, ({ cookie }) => {
  const request = encodeRequest({ path: ROUTE, headers: { Cookie: cookie } });
  return () => request;
});
