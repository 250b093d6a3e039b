import { next } from './fields';

type Properties = Readonly<Record<string, object>>;

/** The schema of an object. What is not named as optional is required. */
export function object<const P extends Properties, const O extends keyof P & string = never>(
  properties: P,
  optional: readonly O[] = [],
) {
  const isRequired = (name: keyof P): name is Exclude<keyof P & string, O> =>
    !(optional as readonly PropertyKey[]).includes(name);
  return { type: 'object', properties, required: Object.keys(properties).filter(isRequired) } as const;
}

/** One page of a list. */
export function page<const Name extends string, const Item extends string>(name: Name, item: Item) {
  const items = { type: 'array', items: { $ref: `#/components/schemas/${item}` } } as const;
  return object({ [name]: items, next } as Record<Name, typeof items> & { readonly next: typeof next }, [
    'next',
  ]);
}
