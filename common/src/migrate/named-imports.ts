import type { Token } from './tokens';

/** A name in the braces of a statement. */
export interface ImportedName {
  readonly imported: string;
  /** As it is written, with its alias and `type`. */
  readonly text: string;
  /** The same with another imported name, under which the file goes on to know it by the name that it has. */
  readonly renamed: (imported: string) => string;
  /** What the file calls it. */
  readonly local: string;
}

/** `import { … } from`, `export { … } from` or `const { … } = require()`, and nothing but names in the braces. */
export interface NamedImport {
  readonly start: number;
  readonly end: number;
  /** From brace to brace, both included. */
  readonly list: { readonly start: number; readonly end: number };
  readonly specifier: Token;
  readonly names: readonly ImportedName[];
}

/** The statements that import single names, of whatever package. Any other form is not among them. */
export function namedImportsOf(text: string, tokens: readonly Token[]): NamedImport[] {
  return tokens.flatMap((token, index) => {
    if (token.kind !== 'string') return [];
    const found = moduleImport(tokens, index) ?? requireCall(text, tokens, index);
    return found === undefined ? [] : [found];
  });
}

function moduleImport(tokens: readonly Token[], at: number): NamedImport | undefined {
  if (tokens[at - 1]?.text !== 'from') return undefined;
  const open = openingOf(tokens, at - 2);
  if (open === undefined) return undefined;
  const first = tokens[open - 1]?.text === 'type' ? open - 2 : open - 1;
  if (!isWord(tokens[first], 'import', 'export')) return undefined;
  // Attributes, which say how a file is to be read: no package of this kind has any.
  if (isWord(tokens[at + 1], 'with', 'assert') && tokens[at + 2]?.text === '{') return undefined;
  return statement(tokens, { first, open, close: at - 2, specifier: at, last: at, alias: 'as' });
}

function requireCall(text: string, tokens: readonly Token[], at: number): NamedImport | undefined {
  const call = ['=', 'require', '('].every((part, index) => tokens[at - 3 + index]?.text === part);
  if (!call || tokens[at + 1]?.text !== ')' || !isOver(text, tokens, at + 1)) return undefined;
  const open = openingOf(tokens, at - 4);
  if (open === undefined || !isWord(tokens[open - 1], 'const', 'let', 'var')) return undefined;
  const first = isWord(tokens[open - 2], 'export') ? open - 2 : open - 1;
  return statement(tokens, { first, open, close: at - 4, specifier: at, last: at + 1, alias: ':' });
}

/** Whether nothing goes on with the value of an expression, such as `.name` or a second declaration. */
function isOver(text: string, tokens: readonly Token[], last: number): boolean {
  const [end, next] = [tokens[last], tokens[last + 1]];
  if (!end || !next || next.text === ';' || next.text === '}') return true;
  return next.kind === 'word' && text.slice(end.end, next.start).includes('\n');
}

/** The brace that belongs to a closing one, if there are only names between them. */
function openingOf(tokens: readonly Token[], close: number): number | undefined {
  if (tokens[close]?.text !== '}') return undefined;
  for (let at = close - 1; at >= 0; at -= 1) {
    const token = tokens[at]!;
    if (token.text === '{' && token.kind === 'punctuation') return at;
    if (token.kind !== 'word' && token.text !== ',' && token.text !== ':') return undefined;
  }
  return undefined;
}

interface Places {
  readonly first: number;
  readonly open: number;
  readonly close: number;
  readonly specifier: number;
  readonly last: number;
  readonly alias: 'as' | ':';
}

function statement(tokens: readonly Token[], places: Places): NamedImport | undefined {
  const names = namesOf(tokens.slice(places.open + 1, places.close), places.alias);
  const [before, next] = [tokens[places.first - 1], tokens[places.last + 1]];
  if (names === undefined || before?.text === '.') return undefined;
  return {
    start: tokens[places.first]!.start,
    end: (next?.text === ';' ? next : tokens[places.last]!).end,
    list: { start: tokens[places.open]!.start, end: tokens[places.close]!.end },
    specifier: tokens[places.specifier]!,
    names,
  };
}

function namesOf(tokens: readonly Token[], alias: 'as' | ':'): ImportedName[] | undefined {
  const names: ImportedName[] = [];
  let words: string[] = [];
  for (const text of [...tokens.map((token) => token.text), ',']) {
    if (text !== ',') words.push(text);
    else if (words.length > 0) {
      const name = nameOf(words, alias);
      if (name === undefined) return undefined;
      names.push(name);
      words = [];
    }
  }
  return names;
}

function nameOf(words: readonly string[], alias: 'as' | ':'): ImportedName | undefined {
  const isType = alias === 'as' && words[0] === 'type' && words.length % 2 === 0;
  const [imported, as, local, ...more] = isType ? words.slice(1) : words;
  if (imported === undefined || more.length > 0 || (as !== undefined && as !== alias)) return undefined;
  if (as !== undefined && local === undefined) return undefined;
  const join = alias === ':' ? ': ' : ' as ';
  const write = (name: string) => {
    const own = local ?? imported;
    return `${isType ? 'type ' : ''}${name}${own === name ? '' : join + own}`;
  };
  return { imported, local: local ?? imported, text: write(imported), renamed: write };
}

function isWord(token: Token | undefined, ...texts: string[]): boolean {
  return token?.kind === 'word' && texts.includes(token.text);
}
