import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { expect, it } from '@jest/globals';
import { active, pay, useAskingService } from '../support/asking-service';
import { expectProblem } from '../support/problems';

const { world, service } = useAskingService();

/** Answers the first question of a connection, and cuts the connection at the second: who kept it finds it dead. */
function onceAConnection(answer: (res: ServerResponse) => void) {
  const used = new WeakSet<Socket>();
  return (res: ServerResponse, { socket }: IncomingMessage) => {
    if (used.has(socket)) return void socket.destroy();
    used.add(socket);
    answer(res);
  };
}

it('asks once more on a new connection when a kept one is dead, however many are', async () => {
  world.auth.answer(onceAConnection(active()));
  const app = service();
  const first = await Promise.all([pay(app), pay(app), pay(app)]);
  expect(first.map(({ status }) => status)).toEqual([200, 200, 200]);
  const second = await Promise.all([pay(app), pay(app), pay(app)]);
  expect(second.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(world.auth.asked).toHaveLength(9);
});

it('asks no third time', async () => {
  world.auth.answer(onceAConnection(active()));
  const app = service();
  await pay(app).expect(200);
  world.auth.answer((res) => void res.destroy());
  expectProblem(await pay(app), 503, 'unavailable');
  expect(world.auth.asked).toHaveLength(2);
});
