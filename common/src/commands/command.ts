/** What a command prints, and the exit code of its process. */
export interface Outcome {
  readonly lines: readonly string[];
  readonly exitCode: number;
}

/** A command with its arguments. An error that it throws is printed by its message, with the exit code 1. */
export type Command = () => Promise<Outcome>;
