import { AsyncLocalStorage } from 'node:async_hooks';
import type { RequestListener } from 'node:http';
import type { Connection } from '@latchkey/auth/dist/database.js';

/** How many commands were sent to MongoDB for how many requests. */
export interface Commands {
  readonly requests: number;
  readonly commands: number;
}

/** By path, status and Retry-After; what was sent for no request is under `none`. */
export type CommandsByAnswer = Readonly<Record<string, Commands>>;

interface Counted {
  answer: string;
  commands: number;
}

/**
 * Counts the commands of each request, as the driver tells of them; its URI has to say `monitorCommands=true`. Only between
 * `start` and `take`: Node 20 watches every promise of the process meanwhile, so no time is measured then.
 */
export function countCommands(connection: Connection) {
  const current = new AsyncLocalStorage<Counted>();
  let counted: Counted[] = [];
  const without: Counted = { answer: 'none', commands: 0 };
  let isCounting = false;
  connection.getClient().on('commandStarted', () => {
    (current.getStore() ?? without).commands += 1;
  });

  return {
    /** The same listener, whose requests are counted. */
    counting:
      (listener: RequestListener): RequestListener =>
      (req, res) => {
        if (!isCounting) return listener(req, res);
        const request = { answer: '', commands: 0 };
        const [path] = req.url!.split('?');
        res.once('close', () => {
          request.answer = [path, res.statusCode, res.getHeader('Retry-After')].join(' ').trimEnd();
          counted.push(request);
        });
        current.run(request, () => listener(req, res));
      },

    start(): void {
      isCounting = true;
      counted = [];
      without.commands = 0;
    },

    /** Stops, and tells what was counted. */
    take(): CommandsByAnswer {
      isCounting = false;
      current.disable();
      const sums: Record<string, Commands> = {};
      for (const { answer, commands } of [...counted, { ...without }]) {
        const sum = sums[answer] ?? { requests: 0, commands: 0 };
        sums[answer] = { requests: sum.requests + 1, commands: sum.commands + commands };
      }
      return sums;
    },
  };
}
