import type { NamedImport } from './named-imports';
import { NAMESAKES, ourNameOf, OUR_PACKAGE } from './names';
import type { Token } from './tokens';

/** Something in a file that only a person can judge. */
export interface Remark {
  readonly line: number;
  /** The line of the file. */
  readonly text: string;
  /** What it is, and what to do. */
  readonly advice: string;
}

const MAX_SHOWN = 120;

/** What there is to say of a place in a text. */
export function remarkAt(text: string, at: number, advice: string): Remark {
  const before = text.slice(0, at);
  const start = before.lastIndexOf('\n') + 1;
  const end = text.indexOf('\n', at);
  const shown = text.slice(start, end < 0 ? text.length : end).trim();
  return { line: before.split('\n').length, text: shown.slice(0, MAX_SHOWN), advice };
}

/** Every place that names the old library, also in a comment or a text, but those that are handled. */
export function remarksOfMentions(text: string, library: string, handled: ReadonlySet<number>): Remark[] {
  const remarks: Remark[] = [];
  for (let at = text.indexOf(library); at >= 0; at = text.indexOf(library, at + library.length)) {
    const [before, after] = [text[at - 1] ?? '', text[at + library.length] ?? ''];
    if (handled.has(at - 1) || !isQuote(before)) continue;
    if (after === '/')
      remarks.push(remarkAt(text, at, `a file inside of the library: import its names from ${OUR_PACKAGE}`));
    else if (isQuote(after))
      remarks.push(
        remarkAt(text, at, 'not an import of single names: import them one by one, and run this again'),
      );
  }
  return remarks;
}

/** Names that stay, and are the names of something else here. */
export function remarksOfNamesakes(text: string, statements: readonly NamedImport[]): Remark[] {
  return statements.flatMap(({ names, start }) =>
    names
      .filter(({ imported }) => NAMESAKES.includes(imported))
      .map(({ imported }) =>
        remarkAt(
          text,
          start,
          `${imported} is left: ${OUR_PACKAGE} has one too; see whether it means the same`,
        ),
      ),
  );
}

/** Calls of BadRequestError with more than a message: the second argument is the code here, and a field in some libraries. */
export function remarksOfArguments(
  text: string,
  tokens: readonly Token[],
  statements: readonly NamedImport[],
): Remark[] {
  const locals = statements
    .flatMap(({ names }) => names)
    .filter(({ imported }) => ourNameOf(imported) === 'BadRequestError')
    .map(({ local }) => local);
  return tokens.flatMap((token, at) =>
    token.text === 'new' && locals.includes(tokens[at + 1]?.text ?? '') && hasSecondArgument(tokens, at + 2)
      ? [
          remarkAt(
            text,
            token.start,
            'the second argument is the code here: for a field, write (message, undefined, field)',
          ),
        ]
      : [],
  );
}

function hasSecondArgument(tokens: readonly Token[], open: number): boolean {
  let depth = 0;
  for (const [index, token] of tokens.slice(open).entries()) {
    if (token.kind !== 'punctuation') continue;
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (depth === 0) return false;
    if (token.text === ',' && depth === 1) return tokens[open + index + 1]?.text !== ')';
  }
  return false;
}

/** A service's own `declare global` of what the library declares: TypeScript refuses two types for one property. */
export function remarksOfDeclarations(text: string, tokens: readonly Token[]): Remark[] {
  return tokens.flatMap((token, at) => {
    const isRequest = token.text === 'interface' && tokens[at + 1]?.text === 'Request';
    const property = isRequest ? tokens.slice(at).find(isUserOrEnd) : undefined;
    if (property?.text !== 'currentUser') return [];
    return [
      remarkAt(text, property.start, `${OUR_PACKAGE} declares the type of req.currentUser: remove this one`),
    ];
  });
}

function isUserOrEnd({ text }: Token): boolean {
  return text === 'currentUser' || text === '}';
}

function isQuote(character: string): boolean {
  return character !== '' && `'"\``.includes(character);
}
