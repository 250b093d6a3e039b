import type { Ingress, Manifest } from './manifest';
import type { Rendered } from './rendered';

export interface HttpRoute extends Manifest {
  readonly spec: {
    readonly parentRefs: readonly {
      readonly name: string;
      readonly namespace: string;
      readonly sectionName: string;
    }[];
    readonly hostnames: readonly string[];
    readonly rules: readonly {
      readonly matches: readonly { readonly path: { readonly type: string; readonly value: string } }[];
      readonly backendRefs: readonly { readonly name: string; readonly port: number }[];
    }[];
  };
}

export interface Gateway extends Manifest {
  readonly spec: {
    readonly listeners: readonly {
      readonly name: string;
      readonly protocol: string;
      readonly tls: { readonly certificateRefs: readonly { readonly name: string }[] };
      readonly allowedRoutes: {
        readonly namespaces: {
          readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
        };
      };
    }[];
  };
}

/** Requests to a path, or one below it, of a host, and the port of a Service that they go to. */
export interface Route {
  readonly host: string;
  readonly path: string;
  readonly service: string;
  readonly port: string | number;
}

/** The routes of all Ingresses and HTTPRoutes. */
export function routesOf(rendered: Rendered): Route[] {
  return [
    ...rendered.of<Ingress>('Ingress').flatMap(routesOfIngress),
    ...rendered.of<HttpRoute>('HTTPRoute').flatMap(routesOfHttpRoute),
  ];
}

function routesOfIngress({ spec }: Ingress): Route[] {
  return spec.rules.flatMap(({ host, http }) =>
    http.paths.map(({ path, pathType, backend: { service } }) => {
      if (pathType !== 'Prefix') throw new Error(`the tests do not know paths of type ${pathType}`);
      return { host, path, service: service.name, port: service.port.name };
    }),
  );
}

function routesOfHttpRoute({ spec }: HttpRoute): Route[] {
  return spec.hostnames.flatMap((host) =>
    spec.rules.flatMap(({ matches, backendRefs }) =>
      matches.flatMap(({ path: { type, value } }) => {
        if (type !== 'PathPrefix') throw new Error(`the tests do not know paths of type ${type}`);
        return backendRefs.map(({ name, port }) => ({ host, path: value, service: name, port }));
      }),
    ),
  );
}
