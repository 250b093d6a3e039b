import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [reactRouter()],
  // In `skaffold dev`, node watches the built file: one that is deleted it follows no more.
  build: { emptyOutDir: false },
  clearScreen: false,
  logLevel: 'warn',
  // The same copy that the server uses.
  ssr: { external: ['@latchkey/common'] },
});
