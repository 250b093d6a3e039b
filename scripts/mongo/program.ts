/** A server program on this machine that speaks MongoDB's wire protocol. */
export interface MongoProgram {
  readonly kind: string;
  readonly command: string;
  args(dataDir: string, port: number): string[];
}

/** Takes one line, without its end, that tells a person what is going on. */
export type Progress = (line: string) => void;
