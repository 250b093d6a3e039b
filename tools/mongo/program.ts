/** A server program on this machine. */
export interface ServerProgram {
  readonly kind: string;
  readonly command: string;
  args(dataDir: string, port: number): string[];
  /** What it finds in its environment besides what is in this process's. */
  readonly env?: NodeJS.ProcessEnv;
}

/** One that speaks MongoDB's wire protocol. */
export type MongoProgram = ServerProgram;

/** Takes one line, without its end, that tells a person what is going on. */
export type Progress = (line: string) => void;
