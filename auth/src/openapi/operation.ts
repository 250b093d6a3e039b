import type { SchemaName } from './schemas';

/** What the document says of one endpoint. */
export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** With `{id}` where the path has one. */
  readonly path: string;
  /** The form of the path's id, as a regular expression; with another id the path does not exist. */
  readonly idForm?: string;
  readonly summary: string;
  readonly body?: SchemaName;
  readonly query?: Readonly<Record<string, 'required' | 'optional'>>;
  /**
   * What a request has to prove. `account`, unless given, asks for an access token and for what proves its session beside it,
   * which other services are not sent.
   */
  readonly proof?: 'account' | 'none';
  readonly success: { readonly status: number; readonly schema?: SchemaName; readonly text?: string };
  /** Codes of the failures by status; 500 and 503 can always happen. */
  readonly failures: Readonly<Record<number, string>>;
}

/** A section of the document. */
export interface Section {
  readonly tag: string;
  readonly description: string;
  readonly endpoints: readonly Operation[];
}
