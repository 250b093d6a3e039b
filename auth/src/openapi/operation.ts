import type { SchemaName } from './schemas';

/** What the document says of one endpoint. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly body?: SchemaName;
  readonly query?: Readonly<Record<string, 'required' | 'optional'>>;
  /** Whether an access token is needed. */
  readonly signedIn?: boolean;
  readonly success: { readonly status: number; readonly schema?: SchemaName; readonly text?: string };
  /** Codes of the failures by status; 500 and 503 can always happen. */
  readonly failures: Readonly<Record<number, string>>;
}

export const CROSS_ORIGIN = '`cross_origin`';
export const NOT_SIGNED_IN = '`token_missing`, `token_expired`, `token_revoked`, `token_invalid`';
export const TOO_MANY = '`too_many_requests`, with Retry-After';
export const LAST_ADMIN = '`last_admin`';
