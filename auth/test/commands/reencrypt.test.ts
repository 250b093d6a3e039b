import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runAdmin } from '../support/admin-command';
import { startAuth, type TestAuth } from '../support/auth-service';
import { giveTotp, nameOf, newDataKey, openTotp } from '../support/data-keys';
import { signUp } from '../support/people';
import { endSpawned, spawnProgram } from '../support/spawn-auth';
import { until } from '../support/until';

const [OLD, NEW] = [newDataKey(), newDataKey()];

let auth: TestAuth;
beforeEach(async () => {
  auth = await startAuth();
});
afterEach(async () => {
  endSpawned();
  await auth.stop();
});

const envOf = (keys: string) => ({ MONGO_URI: auth.config.MONGO_URI, DATA_KEY: keys });
const reencrypt = (keys: string) => runAdmin(auth, ['reencrypt'], envOf(keys));
const factorsOf = async (id: string) => (await auth.services.stores.accounts.findById(id))!.factors;

/** People with a secret each. */
async function people(count: number, key: string) {
  const owners = await Promise.all(Array.from({ length: count }, () => signUp(auth)));
  return Promise.all(owners.map(async ({ id }) => ({ id, secret: await giveTotp(auth, id, key) })));
}

describe('admin reencrypt', () => {
  it('moves every secret to the first key that encrypts, says what it did, and can be repeated', async () => {
    const owners = await people(3, OLD);
    const [moved] = await people(1, NEW);
    await signUp(auth);
    const before = await factorsOf(owners[0]!.id);
    expect(await reencrypt(`decrypt:${OLD},${NEW}`)).toEqual({
      ...{ code: 0, stderr: '' },
      stdout: `3 moved to the key ${nameOf(NEW)}, 1 had it already\n`,
    });
    for (const { id, secret } of [...owners, moved!]) expect(await openTotp(auth, id, NEW)).toEqual(secret);
    const { totp, version, ...others } = await factorsOf(owners[0]!.id);
    expect({ totp, version, ...others }).toEqual({
      ...before,
      version: before.version + 1,
      totp: { ...before.totp, secret: totp!.secret, key: nameOf(NEW) },
    });
    expect((await reencrypt(NEW)).stdout).toBe(`0 moved to the key ${nameOf(NEW)}, 4 had it already\n`);
  });

  it('tells of secrets whose key is missing, and moves the others', async () => {
    const lost = newDataKey();
    const [owner] = await people(1, OLD);
    await people(2, lost);
    const { code, stdout, stderr } = await reencrypt(`${NEW},${OLD}`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      `1 moved to the key ${nameOf(NEW)}, 0 had it already; 2 need the key ${nameOf(lost)}`,
    );
    expect(await openTotp(auth, owner!.id, NEW)).toEqual(owner!.secret);
  });

  it('removes what is lost for good when it is told to, and tells the owners', async () => {
    const lost = newDataKey();
    const [kept] = await people(1, OLD);
    const [owner] = await people(1, lost);
    const { gen } = (await auth.services.stores.accounts.findById(owner!.id))!;
    const { code, stdout } = await runAdmin(auth, ['reencrypt', '--remove-lost'], envOf(`${NEW},${OLD}`));
    expect([code, stdout]).toEqual([
      0,
      `1 moved to the key ${nameOf(NEW)}, 0 had it already, 1 removed whose key is lost\n`,
    ]);
    const account = (await auth.services.stores.accounts.findById(owner!.id))!;
    expect(account.gen).toBe(gen + 1);
    expect(account.factors).toMatchObject({
      ...{ gen: 1, totp: undefined, isRequired: false, wereReset: true },
      recoveryCodes: [],
    });
    expect(await openTotp(auth, kept!.id, NEW)).toEqual(kept!.secret);
    await auth.services.relay.relayLeft();
    const events = await auth.services.activity.listAll(owner!.id, { limit: 1 });
    expect(events).toMatchObject([
      { type: 'factor_removed', actor: 'command line', details: { factor: 'totp' } },
    ]);
  });

  it('loses nothing when it is killed, and goes on when it is run again', async () => {
    const owners = await people(40, OLD);
    const isMoved = async () => (await auth.services.stores.accounts.totpKeys.count(nameOf(NEW))) > 0;
    const command = spawnProgram('admin.js', ['reencrypt'], envOf(`${NEW},${OLD}`));
    await until('a secret is moved', isMoved);
    command.child.kill('SIGKILL');
    await command.exited;
    for (const { id, secret } of owners) expect(await openTotp(auth, id, `${NEW},${OLD}`)).toEqual(secret);
    expect((await reencrypt(`${NEW},${OLD}`)).code).toBe(0);
    for (const { id, secret } of owners) expect(await openTotp(auth, id, NEW)).toEqual(secret);
  });

  it('undoes nothing that a running service changes meanwhile', async () => {
    const owners = await people(20, OLD);
    const { accounts } = auth.services.stores;
    const running = Promise.all([reencrypt(`${NEW},${OLD}`), reencrypt(`${NEW},${OLD}`)]);
    // Uses of a step, each on the factors as they are when it is made.
    const uses = owners.map(async ({ id }) => {
      for (let step = 1; step <= 10;) {
        const account = (await accounts.findById(id))!;
        const totp = { ...account.factors.totp!, step };
        const change = { set: { totp }, ends: 'nothing', entries: [] } as const;
        if (await accounts.factors.change(account, change)) step += 1;
      }
    });
    const [outcomes] = await Promise.all([running, ...uses]);
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0]);
    const moved = outcomes.map(({ stdout }) => Number(/^\d+/.exec(stdout)![0]));
    expect(moved[0]! + moved[1]!).toBe(20);
    for (const { id, secret } of owners) {
      expect(await openTotp(auth, id, NEW)).toEqual(secret);
      expect((await factorsOf(id)).totp!.step).toBe(10);
    }
  });

  it('needs a key that encrypts, and shows none', async () => {
    for (const keys of ['', `decrypt:${NEW}`]) {
      const { code, stderr } = await reencrypt(keys);
      expect([code, stderr]).toEqual([1, 'admin: DATA_KEY has no key that encrypts\n']);
    }
    const { stderr } = await reencrypt(`${NEW.slice(0, 40)},${OLD}`);
    expect(stderr).toMatch(/DATA_KEY key 1 .*32 bytes as base64/);
    for (const key of [OLD, NEW]) expect(stderr).not.toContain(key.slice(0, 20));
    expect((await runAdmin(auth, ['reencrypt', 'all'], envOf(NEW))).stderr).toContain('not understood');
  });
});
