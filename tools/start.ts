import { startLocal } from './local/start-local';

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => stopping.abort());
}

startLocal(process.env, stopping.signal, (line) => process.stdout.write(`${line}\n`)).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`\nnpm start: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
