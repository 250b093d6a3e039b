import type { Config } from '@react-router/dev/config';

export default {
  // The rest of the service is CommonJS, and so is the package.
  serverBuildFile: 'index.mjs',
  // `src/app.ts` has refused forms of other sites before; this check would compare schemes, which differ behind TLS.
  allowedActionOrigins: ['**'],
  future: {
    v8_middleware: false,
    v8_splitRouteModules: false,
    v8_viteEnvironmentApi: false,
    v8_passThroughRequests: false,
    v8_trailingSlashAwareDataRequests: false,
  },
} satisfies Config;
