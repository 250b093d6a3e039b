import type { RequestHandler } from 'express';

/** Where the account pages were before they became a service of their own. */
const OLD = /^\/(?:signin|signup(?:\/invited)?|signout|devices|password|admin(?:\/invitations)?)$/;

/** Sends a browser that knows the old address of an account page to the new one. The method and the query stay. */
export function movedPages(accountPath: string): RequestHandler {
  return (req, res, next) => {
    if (!OLD.test(req.path)) return next();
    const query = req.originalUrl.slice(req.path.length);
    res
      .status(308)
      .set('Location', accountPath + req.path + query)
      .end();
  };
}
