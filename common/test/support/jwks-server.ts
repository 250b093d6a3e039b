import type { RequestListener } from 'node:http';
import { parseKeyRing } from '../../src/keys/key-ring';

/** Answers as the auth service does whose JWT_KEY this is. */
export function jwksOf(jwtKey: string): RequestListener {
  return json({ keys: parseKeyRing(jwtKey).publicJwks });
}

export function json(body: unknown, status = 200): RequestListener {
  return (_req, res) => {
    res.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Takes the question and says nothing. */
export const silent: RequestListener = () => undefined;
