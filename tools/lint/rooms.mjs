import { readdirSync } from 'node:fs';

/**
 * Which rooms (folders, and files beside them) of a source tree may import which. Every arrow points one way: a line names only
 * rooms above it, so no cycle can be written down. A room without a line is an error.
 */
const TREES = {
  'auth/src': {
    errors: [],
    database: [],
    revocations: ['database'],
    credentials: [],
    ceremonies: ['database'],
    'sign-ups': ['database'],
    limits: ['database', 'errors'],
    events: ['database'],
    invitations: ['database', 'errors', 'events'],
    sessions: ['database', 'events', 'revocations'],
    accounts: ['database', 'errors', 'events', 'revocations'],
    administration: ['accounts', 'credentials', 'errors', 'events', 'invitations'],
    openapi: ['accounts', 'credentials', 'events', 'invitations'],
    config: ['accounts', 'database', 'limits'],
    mail: ['config', 'events'],
    observability: ['revocations'],
    http: ['errors', 'openapi', 'sessions'],
    authentication: [
      ...['accounts', 'ceremonies', 'credentials', 'errors', 'events', 'http', 'invitations', 'limits'],
      ...['mail', 'sessions', 'sign-ups'],
    ],
    routes: [
      ...['accounts', 'administration', 'authentication', 'ceremonies', 'credentials', 'errors', 'events'],
      ...['http', 'invitations', 'limits', 'openapi', 'revocations', 'sessions'],
    ],
    stores: [
      'accounts',
      'ceremonies',
      'database',
      'events',
      'invitations',
      'limits',
      'revocations',
      'sessions',
      'sign-ups',
    ],
    'event-relay': ['config', 'database', 'events', 'mail', 'stores'],
    services: [
      ...['accounts', 'administration', 'authentication', 'ceremonies', 'config', 'credentials', 'database'],
      ...['events', 'http', 'event-relay', 'invitations', 'limits', 'revocations', 'sessions', 'stores'],
    ],
    'mail-service': ['config', 'mail', 'services'],
    apps: ['config', 'http', 'observability', 'openapi', 'routes', 'services'],
    jobs: ['accounts', 'credentials', 'events', 'revocations', 'services'],
    commands: [
      ...['accounts', 'administration', 'config', 'credentials', 'database', 'errors', 'events'],
      ...['invitations', 'limits'],
    ],
    admin: ['administration', 'commands', 'config', 'database'],
    main: [
      ...[
        'apps',
        'config',
        'credentials',
        'database',
        'jobs',
        'mail-service',
        'observability',
        'revocations',
        'services',
      ],
    ],
  },
  'gate/src': {
    policies: [],
    'sign-in': [],
    decision: ['policies', 'sign-in'],
    config: ['policies'],
    metrics: [],
    relay: ['config', 'metrics'],
    main: ['config', 'decision', 'metrics', 'relay', 'sign-in'],
  },
  'common/src': {
    async: [],
    'custom-claims': [],
    'current-user': ['custom-claims'],
    http: [],
    errors: [],
    migrate: [],
    // It runs in browsers, so it knows nothing of what needs Node.
    client: ['current-user', 'custom-claims', 'http'],
    keys: ['async', 'errors', 'http'],
    request: ['errors', 'http'],
    'gate-check': ['request'],
    commands: ['gate-check', 'migrate'],
    config: ['http', 'keys', 'request'],
    token: ['async', 'config', 'current-user', 'custom-claims', 'keys'],
    introspection: ['config', 'errors', 'http', 'token'],
    revocations: ['async', 'config', 'errors', 'http', 'token'],
    middleware: ['errors', 'request'],
    authentication: [
      ...['async', 'config', 'current-user', 'errors', 'introspection', 'keys', 'middleware', 'request'],
      ...['revocations', 'token'],
    ],
    server: ['errors', 'request', 'revocations'],
    'feed-source': ['errors', 'request', 'revocations', 'server'],
    pages: ['authentication', 'client', 'config', 'current-user', 'errors', 'http', 'request'],
    testing: ['config', 'custom-claims', 'keys', 'request', 'token'],
    protocol: [
      ...['async', 'authentication', 'config', 'errors', 'feed-source', 'http', 'keys', 'request'],
      ...['revocations', 'server', 'token'],
    ],
    index: [
      ...['authentication', 'config', 'current-user', 'custom-claims', 'errors', 'introspection', 'keys'],
      ...['middleware', 'request', 'revocations', 'token'],
    ],
  },
};

for (const [tree, rooms] of Object.entries(TREES)) {
  const names = Object.keys(rooms);
  names.forEach((name, line) => {
    const below = rooms[name].filter((other) => !names.slice(0, line).includes(other));
    if (below.length > 0)
      throw new Error(
        `tools/lint/rooms.mjs: ${tree}/${name} may name only rooms above it, not ${below.join(', ')}`,
      );
  });
}

/** The zones of `import-x/no-restricted-paths` that hold every room to its line. */
export const zones = Object.entries(TREES).flatMap(([tree, rooms]) => {
  const folder = readdirSync(tree, { withFileTypes: true });
  const found = folder.map((each) => ({ name: each.name.replace(/\.m?ts$/, ''), file: each.name }));
  const unknown = found.filter(({ name }) => !(name in rooms)).map(({ file }) => `${tree}/${file}`);
  if (unknown.length > 0) throw new Error(`tools/lint/rooms.mjs has no line for ${unknown.join(', ')}`);
  const filesOf = (name) => found.filter((each) => each.name === name).map(({ file }) => `./${file}`);
  return found.map(({ name, file }) => ({
    target: `${tree}/${file}`,
    from: tree,
    except: [name, ...rooms[name]].flatMap(filesOf),
    message: `The room ${name} may import ${rooms[name].join(', ') || 'no other'}: see tools/lint/rooms.mjs.`,
  }));
});
