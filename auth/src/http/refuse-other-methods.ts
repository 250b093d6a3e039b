import type { RequestHandler } from 'express';
import { MethodNotAllowedError } from '../errors';
import type { Operation } from '../openapi/operation';

/** More than any path of the API has, ids and all. */
const MAX_PATH_CHARACTERS = 200;

interface KnownPath {
  readonly pattern: RegExp;
  readonly methods: readonly string[];
}

/** Refuses, at a path of the API, each method that it does not have: 405 with Allow (RFC 9110, section 15.5.6). */
export function refuseOtherMethods(operations: readonly Operation[]): RequestHandler {
  const paths = [...new Set(operations.map(({ path }) => path))].map((path): KnownPath => {
    const here = operations.filter((each) => each.path === path);
    return { pattern: patternOf(here[0]!), methods: methodsOf(here) };
  });

  return (req, _res, next) => {
    if (req.path.length > MAX_PATH_CHARACTERS) return next();
    const found = paths.find(({ pattern }) => pattern.test(req.path));
    // A route that takes the method has found nothing at the path.
    if (!found || found.methods.includes(req.method)) return next();
    throw new MethodNotAllowedError(req.method, found.methods);
  };
}

/** As the router reads paths: in any case, and with a slash at the end. */
function patternOf({ path, idForm = '[^/]+' }: Operation): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace('{id}', idForm)}/?$`, 'i');
}

/** Whatever answers GET answers HEAD, and the router answers OPTIONS. */
function methodsOf(operations: readonly Operation[]): string[] {
  const methods = operations.map(({ method }) => method.toUpperCase());
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'];
}
