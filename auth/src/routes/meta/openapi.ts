import type { RequestHandler } from 'express';
import { createDocument } from '../../openapi/document';

/** GET /api/users/openapi.json: what this API is, for programs. */
export function openapi(cookieSettings: Parameters<typeof createDocument>[0]): RequestHandler {
  const document = createDocument(cookieSettings);

  return function openapi(_req, res) {
    res.send(document);
  };
}
