export const OUR_PACKAGE = '@latchkey/common';

/** Names that libraries of this kind share, and that mean the same here. */
export const SAME_NAMES = [
  'currentUser',
  'requireAuth',
  'validateRequest',
  'errorHandler',
  'CustomError',
  'BadRequestError',
  'NotFoundError',
  'NotAuthorizedError',
  'ForbiddenError',
  'RequestValidationError',
  'DatabaseConnectionError',
] as const;

/** What others call the same things. Their name stays in the file, as an alias. */
const RENAMED: Readonly<Record<string, (typeof SAME_NAMES)[number] | 'CurrentUser'>> = {
  UnauthorizedError: 'NotAuthorizedError',
  UnAuthorizedError: 'NotAuthorizedError',
  UnauthorisedError: 'NotAuthorizedError',
  NotAuthorisedError: 'NotAuthorizedError',
  NotFound: 'NotFoundError',
  BadRequest: 'BadRequestError',
  DBConnectionError: 'DatabaseConnectionError',
  DbConnectionError: 'DatabaseConnectionError',
  requestValidator: 'validateRequest',
  validateRequestMiddleware: 'validateRequest',
  currentUserMiddleware: 'currentUser',
  requireAuthMiddleware: 'requireAuth',
  errorHandlerMiddleware: 'errorHandler',
  errorMiddleware: 'errorHandler',
  UserPayload: 'CurrentUser',
};

/** Exports of ours that may have a namesake of another meaning, which so is left where it is. */
export const NAMESAKES: readonly string[] = [
  'authenticate',
  'close',
  'ConfigurationError',
  'cors',
  'createAuthentication',
  'followJwks',
  'followRevocations',
  'isUnsafeCrossOrigin',
  'onRevoked',
  'readEnvironment',
  'ready',
  'requireActive',
  'requireRole',
  'requireStepUp',
  'requireVerifiedEmail',
  'revocationStatus',
  'sharedVariables',
  'StepUpRequiredError',
  'UnavailableError',
];

const OURS: ReadonlyMap<string, string> = new Map([
  ...SAME_NAMES.map((name) => [name, name] as const),
  ...Object.entries(RENAMED),
]);

/** @returns what a name of the old library is called in ours; undefined when it does not move */
export function ourNameOf(name: string): string | undefined {
  return OURS.get(name);
}
