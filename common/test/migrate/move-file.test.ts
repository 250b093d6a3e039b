import { describe, expect, it } from '@jest/globals';
import { moveFile } from '../../src/migrate/move-file';

const OLD = '@curtaincall/common';
const move = (text: string) => moveFile(text, OLD);

describe('an import that moves', () => {
  it.each([
    [
      'of names that we have',
      `import { currentUser, errorHandler } from '@curtaincall/common';`,
      `import { currentUser, errorHandler } from '@latchkey/common';`,
    ],
    [
      'in double quotes, without a semicolon or blanks',
      `import {requireAuth} from "@curtaincall/common"\nimport x from 'x'`,
      `import {requireAuth} from "@latchkey/common"\nimport x from 'x'`,
    ],
    [
      'with events beside them',
      `import { requireAuth, Subjects, NotFoundError as Missing, Publisher } from '@curtaincall/common';\n`,
      `import { requireAuth, NotFoundError as Missing } from '@latchkey/common';\nimport { Subjects, Publisher } from '@curtaincall/common';\n`,
    ],
    [
      'in several lines',
      `import {\n    requireAuth,\n    BookingStatus,\n    validateRequest,\n    Subjects,\n} from '@curtaincall/common'\n`,
      `import {\n    requireAuth,\n    validateRequest,\n} from '@latchkey/common'\nimport {\n    BookingStatus,\n    Subjects,\n} from '@curtaincall/common'\n`,
    ],
    [
      'with the line breaks of Windows',
      `import {\r\n  requireAuth,\r\n  currentUser,\r\n  Subjects\r\n} from '@curtaincall/common';\r\n`,
      `import {\r\n  requireAuth,\r\n  currentUser\r\n} from '@latchkey/common';\r\nimport { Subjects } from '@curtaincall/common';\r\n`,
    ],
    [
      'of types',
      `import type { Subjects, UserPayload } from '@curtaincall/common';\nimport { type BookingEvent, type CustomError, requireAuth } from '@curtaincall/common';`,
      `import type { CurrentUser as UserPayload } from '@latchkey/common';\nimport type { Subjects } from '@curtaincall/common';\nimport { type CustomError, requireAuth } from '@latchkey/common';\nimport { type BookingEvent } from '@curtaincall/common';`,
    ],
    [
      'of another name for the same thing, which stays in the file',
      `import { UnauthorizedError, UnauthorisedError as Refused } from '@curtaincall/common';\nthrow new UnauthorizedError();`,
      `import { NotAuthorizedError as UnauthorizedError, NotAuthorizedError as Refused } from '@latchkey/common';\nthrow new UnauthorizedError();`,
    ],
    [
      'and is an export',
      `export { requireAuth, Listener, UnauthorizedError } from '@curtaincall/common';`,
      `export { requireAuth, NotAuthorizedError as UnauthorizedError } from '@latchkey/common';\nexport { Listener } from '@curtaincall/common';`,
    ],
    [
      'by require',
      `const { requireAuth, Subjects: names, UnauthorizedError } = require('@curtaincall/common');`,
      `const { requireAuth, NotAuthorizedError: UnauthorizedError } = require('@latchkey/common');\nconst { Subjects: names } = require('@curtaincall/common');`,
    ],
    [
      'by require within a function, and without a semicolon',
      `function f() {\n  const { errorHandler, Subjects } = require("@curtaincall/common")\n  return errorHandler\n}`,
      `function f() {\n  const { errorHandler } = require("@latchkey/common")\n  const { Subjects } = require("@curtaincall/common")\n  return errorHandler\n}`,
    ],
    [
      'by a require that is exported',
      `export const { requireAuth, Subjects } = require('@curtaincall/common');`,
      `export const { requireAuth } = require('@latchkey/common');\nexport const { Subjects } = require('@curtaincall/common');`,
    ],
    [
      'with comments between names that all move',
      `import {\n  // who it is\n  currentUser,\n} from '@curtaincall/common';`,
      `import {\n  // who it is\n  currentUser,\n} from '@latchkey/common';`,
    ],
    [
      'behind what looks like quotes and comments',
      `const a = /['"\`/*]/, b = \`\${'}'}\${\`\`} import\`, c = x / 2; // don't\nconst d = <p>don't / won't</p>\nimport { requireAuth } from '@curtaincall/common';`,
      `const a = /['"\`/*]/, b = \`\${'}'}\${\`\`} import\`, c = x / 2; // don't\nconst d = <p>don't / won't</p>\nimport { requireAuth } from '@latchkey/common';`,
    ],
  ])('%s', (_what, before, after) => {
    const once = move(before);
    expect(once.text).toBe(after);
    expect(once.remarks).toEqual([]);
    // And again: there is nothing left to do.
    expect(move(after)).toMatchObject({ text: after, moved: [], remarks: [] });
  });

  it('is told by name, and what is left too', () => {
    expect(
      move(`import { UnauthorizedError, Subjects, requireAuth } from '@curtaincall/common';`),
    ).toMatchObject({
      moved: ['UnauthorizedError', 'requireAuth'],
      left: ['Subjects'],
    });
  });
});

describe('what is not understood stays, and is told with its line', () => {
  it.each([
    ['a namespace', `import * as common from '@curtaincall/common';`],
    ['a default import', `import common from '@curtaincall/common';`],
    ['both kinds', `import common, { requireAuth } from '@curtaincall/common';`],
    ['a side effect', `import '@curtaincall/common';`],
    ['all exports', `export * from '@curtaincall/common';`],
    ['an import assignment', `import common = require('@curtaincall/common');`],
    ['an import on demand', `const { requireAuth } = await import('@curtaincall/common');`],
    ['the whole by require', `const common = require('@curtaincall/common');`],
    ['one member by require', `const requireAuth = require('@curtaincall/common').requireAuth;`],
    ['a part by require', `const { requireAuth } = require('@curtaincall/common').middlewares;`],
    ['two declarations', `const { requireAuth } = require('@curtaincall/common'), other = 1;`],
    ['a default value', `const { requireAuth = pass } = require('@curtaincall/common');`],
    ['a rest', `const { requireAuth, ...rest } = require('@curtaincall/common');`],
    ['a mock', `jest.mock('@curtaincall/common', () => ({ requireAuth: pass }));`],
    ['a declaration', `declare module '@curtaincall/common' {}`],
    ['a type', `type User = import('@curtaincall/common').UserPayload;`],
    ['a file of it', `import { requireAuth } from '@curtaincall/common/build/middlewares/require-auth';`],
    ['a comment', `// import { requireAuth } from '@curtaincall/common';`],
    ['a template', "const text = `import { requireAuth } from '@curtaincall/common'`;"],
    ['attributes', `import { requireAuth } from '@curtaincall/common' with { type: 'json' };`],
    ['a name in quotes', `import { 'require-auth' as requireAuth } from '@curtaincall/common';`],
    ['comments where it splits', `import { requireAuth, /* ours */ Subjects } from '@curtaincall/common';`],
    ['what follows a backtick in a text', "<p>a ` here</p>;\nimport { a } from '@curtaincall/common';"],
  ])('%s', (_what, statement) => {
    const text = `// a service\n${statement}\n`;
    const left = move(text);
    expect(left).toMatchObject({ text, moved: [] });
    const line = text.split('\n').findIndex((each) => each.includes(OLD)) + 1;
    expect(left.remarks).toEqual([{ line, text: text.split('\n')[line - 1], advice: expect.any(String) }]);
  });

  it('leaves other packages alone, also of a similar name', () => {
    const text = `import { requireAuth } from '@curtaincall/common-web';\nimport { currentUser } from 'x';`;
    expect(move(text)).toEqual({ text, moved: [], left: [], remarks: [] });
  });
});

describe('what moves, and may mean something else', () => {
  const adviceOf = (text: string) => move(text).remarks.map(({ line, advice }) => `${line}: ${advice}`);

  it('is a second argument of BadRequestError', () => {
    const file = `import { BadRequestError as Bad } from '@curtaincall/common';
throw new Bad('one', 'field');
throw new Bad(f(1, 2), );
throw new Bad({ a: [1, 2] });
throw new Bad(
  'two',
  'code',
);`;
    const told = [
      expect.stringMatching(/^2: .+undefined, field/),
      expect.stringMatching(/^5: .+undefined, field/),
    ];
    expect(adviceOf(file)).toEqual(told);
    // It is told as long as it stands there.
    expect(adviceOf(move(file).text)).toEqual(told);
  });

  it('is a name that both have', () => {
    const file = `import { requireRole, requireAuth } from '@curtaincall/common';`;
    expect(adviceOf(file)).toEqual([expect.stringMatching(/^1: requireRole is left/)]);
  });

  it('is a type of req.currentUser of the service itself', () => {
    const file = `declare global {
  namespace Express {
    interface Request {
      id: string;
      currentUser?: UserPayload;
    }
  }
}
interface Request { id: string }
const currentUser = 1;`;
    expect(adviceOf(file)).toEqual([expect.stringMatching(/^5: .+remove this one/)]);
  });
});
