/** A value as JSON has it. */
export type JsonValue =
  string | number | boolean | null | readonly JsonValue[] | { readonly [name: string]: JsonValue };

/** What admins have set on an account beside its roles, such as `{ tenant: 'acme', seats: 5 }`. */
export type CustomClaims = Readonly<Record<string, JsonValue>>;
