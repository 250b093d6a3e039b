import { join } from 'node:path';
import ts from 'typescript';

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.NodeNext,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  skipLibCheck: true,
  noEmit: true,
  types: ['node'],
};

/** What an example may use without saying where it comes from. */
const AROUND = `
declare const app: import('express').Express;
declare const req: import('express').Request;
declare const res: import('express').Response;
declare const request: Request;
declare const client: import('@latchkey/common/client').Client;
declare const logger: import('@latchkey/common/server').OutageLogger;
declare const database: { ping(): Promise<void> };
`;

/** An export of the library, with the code of its examples. */
export interface DocumentedExport {
  readonly entry: string;
  readonly name: string;
  /** Whether it is there at run time: a function, a class or another value. */
  readonly isValue: boolean;
  readonly examples: readonly string[];
}

/** Reads the exports of the built library with their examples. */
export function readExports(library: string, entries: readonly string[]): DocumentedExport[] {
  const fileOf = (entry: string) => join(library, 'dist', `${entry}.d.ts`);
  const program = ts.createProgram(entries.map(fileOf), OPTIONS);
  const checker = program.getTypeChecker();
  return entries.flatMap((entry) => {
    const source = program.getSourceFile(fileOf(entry));
    const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source!)!);
    return exported.map((alias) => {
      const symbol = alias.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(alias) : alias;
      const tags = symbol.getJsDocTags(checker).filter(({ name }) => name === 'example');
      return {
        entry,
        name: alias.name,
        isValue: (symbol.flags & ts.SymbolFlags.Value) !== 0,
        examples: tags.map(({ text }) => ts.displayPartsToString(text).replaceAll(/^```(?:ts)?$/gm, '')),
      };
    });
  });
}

/**
 * Checks the types of examples as those of a strict project that has the library.
 * @returns what is wrong with them
 */
export function faultsOfExamples(library: string, exported: readonly DocumentedExport[]): string[] {
  const files = new Map([[join(library, 'examples/around.d.ts'), AROUND]]);
  for (const { name, examples } of exported)
    for (const example of examples)
      files.set(join(library, 'examples', `${files.size}-${name}.mts`), `${example}\nexport {};`);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([...files.keys()], OPTIONS, hostWith(files)))
    .map(
      ({ file, messageText }) => `${file?.fileName}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`,
    );
}

/** The file system, with files that are nowhere on it. */
function hostWith(files: ReadonlyMap<string, string>): ts.CompilerHost {
  const disk = ts.createCompilerHost(OPTIONS);
  return {
    ...disk,
    fileExists: (file) => files.has(file) || disk.fileExists(file),
    readFile: (file) => files.get(file) ?? disk.readFile(file),
    getSourceFile: (file, ...rest) => {
      const text = files.get(file);
      return text === undefined
        ? disk.getSourceFile(file, ...rest)
        : ts.createSourceFile(file, text, OPTIONS.target!, true);
    },
  };
}
