export interface Token {
  readonly kind: 'word' | 'string' | 'literal' | 'punctuation';
  /** As it is written; of a string, what is between the quotes. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const BLANK = /\s+/y;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$]*/uy;
const NUMBER = /\d[\w.]*/y;
const STRING = /'(?:[^'\\\r\n]|\\[^])*'|"(?:[^"\\\r\n]|\\[^])*"/y;
const REGULAR_EXPRESSION = /\/(?:[^/\\[\r\n]|\\.|\[(?:[^\]\\\r\n]|\\.)*\])+\/[a-z]*/y;

const BEFORE_EXPRESSION = new Set(
  'return typeof case do else in of instanceof new void delete throw'.split(' '),
);

/**
 * The tokens of JavaScript or TypeScript, without comments and blanks. It is no parser: it knows enough to find strings
 * and words, also beside JSX. Where it mistakes a text of JSX or a regular expression for something else, it is right
 * again on the next line; a backtick there lasts longer, which hides imports behind it and changes nothing in them.
 */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  let at = text.startsWith('#!') ? endOfLine(text, 0) : 0;
  for (;;) {
    const token = nextToken(text, at, tokens.at(-1));
    if (!token) return tokens;
    tokens.push(token);
    at = token.end;
  }
}

function nextToken(text: string, from: number, before: Token | undefined): Token | undefined {
  const start = skipBlanks(text, from);
  if (start >= text.length) return undefined;
  const [kind, end] = shapeAt(text, start, before);
  return {
    kind,
    start,
    end,
    text: kind === 'string' ? text.slice(start + 1, end - 1) : text.slice(start, end),
  };
}

/** Skips blanks and comments. */
function skipBlanks(text: string, from: number): number {
  let at = from;
  for (;;) {
    const next = endOfBlank(text, at);
    if (next === at) return at;
    at = next;
  }
}

function endOfBlank(text: string, at: number): number {
  if (text.startsWith('//', at)) return endOfLine(text, at);
  if (text.startsWith('/*', at)) {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? text.length : end + 2;
  }
  return endOf(BLANK, text, at) ?? at;
}

function shapeAt(text: string, start: number, before: Token | undefined): [Token['kind'], number] {
  if (text[start] === '`') return ['literal', endOfTemplate(text, start)];
  const word = endOf(WORD, text, start);
  if (word !== undefined) return ['word', word];
  const string = endOf(STRING, text, start);
  if (string !== undefined) return ['string', string];
  const literal =
    endOf(NUMBER, text, start) ??
    (beginsExpression(before) ? endOf(REGULAR_EXPRESSION, text, start) : undefined);
  return literal === undefined ? ['punctuation', start + 1] : ['literal', literal];
}

/** Whether an expression may begin behind a token, so that a slash there is no division. */
function beginsExpression(before: Token | undefined): boolean {
  if (before === undefined) return true;
  if (before.kind === 'word') return BEFORE_EXPRESSION.has(before.text);
  return before.kind === 'punctuation' && !')]}'.includes(before.text);
}

function endOfTemplate(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '`') return at + 1;
    if (text[at] === '\\') at += 2;
    else if (text.startsWith('${', at)) at = endOfSubstitution(text, at + 2);
    else at += 1;
  }
  return text.length;
}

function endOfSubstitution(text: string, start: number): number {
  let before: Token | undefined;
  let at = start;
  for (let depth = 1; depth > 0;) {
    before = nextToken(text, at, before);
    if (!before) return text.length;
    at = before.end;
    if (before.kind !== 'punctuation') continue;
    if (before.text === '{') depth += 1;
    if (before.text === '}') depth -= 1;
  }
  return at;
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
