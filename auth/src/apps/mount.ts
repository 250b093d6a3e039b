import { Router, type Express } from 'express';
import type { Endpoint, Handler, PathParameters } from '../routes/endpoint';
import { requireAccountProof } from '../routes/middleware/require-account-proof';

/** Nearly all paths begin so; metrics and logs name routes without it. */
const PREFIX = '/api/users';

/**
 * Mounts endpoints at their paths: what their requests go through, or what comes before the body is read. Every endpoint asks
 * for a proof of the account, unless it says that it asks for none.
 */
export function mount<Parts extends Parameters<typeof requireAccountProof>[0]>(
  app: Express,
  endpoints: readonly Endpoint<Parts>[],
  parts: Parts,
  stage: 'gate' | 'handlers',
): void {
  const below = Router();
  for (const endpoint of endpoints) {
    const { method, path, idForm, proof = 'account', onFailure } = endpoint;
    const handlers = endpoint[stage]?.(parts) ?? [];
    if (handlers.length === 0) continue;
    const isBelow = path.startsWith(PREFIX);
    const at = (isBelow ? path.slice(PREFIX.length) || '/' : path).replace('{id}', ':id');
    (isBelow ? below : app)[method]<PathParameters>(
      at,
      ...(idForm === undefined ? [] : [requireId(idForm)]),
      ...(stage === 'handlers' && proof === 'account' ? [requireAccountProof(parts)] : []),
      ...handlers,
      ...(onFailure ? [onFailure(parts)] : []),
    );
  }
  app.use(PREFIX, below);
}

/** With another id the path does not exist, for anybody. */
function requireId(form: string): Handler {
  const pattern = new RegExp(`^${form}$`);
  return function requireId(req, _res, next) {
    next(pattern.test(req.params.id) ? undefined : 'route');
  };
}
