import { startForeignService } from './foreign-service';
import { EXPECTED, type House, type Kind } from './house';
import type { Command } from './programs';

/** What a program said of each kind of token of a real auth service. */
export type Verdicts = Readonly<Record<Kind, string>>;

export async function judgeLive(program: Command, { env, cookies }: House): Promise<Verdicts> {
  const service = await startForeignService(program, env);
  try {
    const kinds = Object.keys(EXPECTED) as Kind[];
    const said = await Promise.all(
      kinds.map(async (kind) => [kind, (await service.ask(cookies[kind])).verdict] as const),
    );
    return Object.fromEntries(said) as Verdicts;
  } finally {
    await service.stop();
  }
}
