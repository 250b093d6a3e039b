import { matchedData } from 'express-validator';
import { emailField } from '../routes/support/fields';

/**
 * Reads the email of an account that is to be made, as the routes do.
 * @returns undefined when it is no valid one
 */
export async function readEmail(email: unknown): Promise<string | undefined> {
  const request = { body: { email } };
  const result = await emailField().run(request);
  return result.isEmpty() ? matchedData<{ email: string }>(request).email : undefined;
}
