import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  clearScreen: false,
  logLevel: 'warn',
  // The same copy that the server uses.
  ssr: { external: ['@latchkey/common'] },
});
