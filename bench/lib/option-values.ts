/**
 * Reads an option such as `20,500,2500`.
 * @throws Error when it is not a list of whole numbers that are at least `least`
 */
export function wholeNumbers(name: string, text: string, least: number): number[] {
  const numbers = text.split(',').map(Number);
  if (numbers.some((number) => !Number.isInteger(number) || number < least))
    throw new Error(`--${name} must be whole numbers of at least ${least}, with commas between them`);
  return numbers;
}

/**
 * Reads an option such as `20`.
 * @throws Error when it is not one whole number that is at least `least`
 */
export function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < least)
    throw new Error(`--${name} must be a whole number of at least ${least}`);
  return number;
}

/**
 * Reads an option such as `inline,resume`.
 * @returns those of `known` that it names, in their order
 * @throws Error when it names another one
 */
export function namesOf<Name extends string>(option: string, text: string, known: readonly Name[]): Name[] {
  const named = text.split(',');
  const unknown = named.find((name) => !(known as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new Error(`--${option} has no ${unknown}: it takes ${known.join(', ')}, with commas between them`);
  return known.filter((name) => named.includes(name));
}
