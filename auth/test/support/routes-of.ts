import type { Express, IRoute } from 'express';

/** What express keeps of one `use` or one route; a router that was mounted is a handle with a stack. */
interface Layer {
  readonly route?: IRoute;
  readonly rawPath: string;
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Every route of an application, as `method /path/{parameter}`. */
export function routesOf({ router }: Express): string[] {
  return walk(router.stack as unknown as Layer[], '');
}

function walk(stack: readonly Layer[], prefix: string): string[] {
  return stack.flatMap(({ route, rawPath, handle }) => {
    if (route) return describe(route, prefix);
    return handle.stack ? walk(handle.stack, `${prefix}${rawPath}`) : [];
  });
}

function describe({ path, stack }: IRoute, prefix: string): string[] {
  const methods = new Set(stack.map(({ method }) => method));
  return [path].flat().flatMap((each) => {
    const full = `${prefix}${each}`.replace(/\/$/, '').replaceAll(/:(\w+)/g, '{$1}');
    return [...methods].map((method) => `${method} ${full}`);
  });
}
