import { texts } from '../texts/texts';
import { failure } from './answers';

/**
 * What the form of a page is for, by its field `task`.
 * @throws Response 400 for a name that no form of the page has
 */
export function chosenTask<T>(tasks: Readonly<Record<string, T>>, name: string | undefined): T {
  const task = name !== undefined && Object.hasOwn(tasks, name) ? tasks[name] : undefined;
  if (task === undefined) throw failure(400, texts.errors.wrongButton);
  return task;
}
