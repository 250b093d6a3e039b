import { startAuth, type TestAuth } from './auth-service';

/** Runs a part of a test on a service of its own, which ends with it, also when it fails. */
export async function withAuth<T>(env: NodeJS.ProcessEnv, use: (auth: TestAuth) => Promise<T>): Promise<T> {
  const auth = await startAuth(env);
  try {
    return await use(auth);
  } finally {
    await auth.stop();
  }
}
