/** The parts of what stands in a request line, or of an address of this origin. */
export interface RequestTarget {
  readonly path: string;
  /** Of the query, as they stand there. */
  readonly parameters: readonly string[];
  /** With its `#`; empty where there is none. */
  readonly fragment: string;
}

/** Takes a target apart; nothing is decoded. */
export function splitTarget(target: string): RequestTarget {
  const [, path, query, fragment] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(target) as unknown as string[];
  return { path: path!, parameters: query ? query.split('&') : [], fragment: fragment ?? '' };
}

/** Puts it together again. */
export function joinTarget({ path, parameters, fragment }: RequestTarget): string {
  return path + (parameters.length === 0 ? '' : `?${parameters.join('&')}`) + fragment;
}
