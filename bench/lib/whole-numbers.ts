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
