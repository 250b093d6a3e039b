import { LatchkeyError } from '@latchkey/common/client';

/** Waits for what a page can be shown without. @returns undefined where the service refuses it or is away */
export async function loadOrNone<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LatchkeyError) return undefined;
    throw error;
  }
}
