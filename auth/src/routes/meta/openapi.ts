import type { Endpoint } from '../endpoint';

/** What this API is, for programs. The document is made of the list of endpoints, so the application hands it in. */
export const openapi: Endpoint<{ readonly apiDocument: object }> = {
  method: 'get',
  path: '/api/users/openapi.json',
  summary: 'This document',
  proof: 'none',
  success: { status: 200, text: 'An OpenAPI 3.1 document' },
  failures: {},
  handlers: ({ apiDocument }) => [
    function openapi(_req, res) {
      res.send(apiDocument);
    },
  ],
};
