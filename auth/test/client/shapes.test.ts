import type * as client from '@latchkey/common/client';
import { expect, it } from '@jest/globals';
import { listAreas } from '../../src/apps/endpoints';
import { EVERY_ENDPOINT } from '../support/every-endpoint';
import type { schemas, SchemaName } from '../../src/openapi/schemas';

type Schemas = typeof schemas;

/** The type that a JSON schema describes, as far as ours go. */
type Described<S> = S extends { $ref: `#/components/schemas/${infer Name extends SchemaName}` }
  ? Described<Schemas[Name]>
  : S extends { anyOf: readonly (infer Each)[] }
    ? Described<Each>
    : S extends { enum: readonly (infer Value)[] }
      ? Value
      : S extends { type: 'null' }
        ? null
        : S extends { type: 'integer' }
          ? number
          : S extends { type: 'string' }
            ? string
            : S extends { type: 'boolean' }
              ? boolean
              : S extends { type: 'array'; items: infer Item }
                ? readonly Described<Item>[]
                : S extends {
                      type: 'object';
                      properties: infer Properties;
                      required: readonly (infer Required)[];
                    }
                  ? DescribedObject<Properties, Required>
                  : S extends { type: 'object'; propertyNames: object }
                    ? client.CustomClaims
                    : never;
type DescribedObject<Properties, Required> = {
  readonly [Name in keyof Properties as Name extends Required ? Name : never]: Described<Properties[Name]>;
} & {
  readonly [Name in keyof Properties as Name extends Required ? never : Name]?: Described<Properties[Name]>;
};

type OptionalKeys<T> = { [Name in keyof T]-?: object extends Pick<T, Name> ? Name : never }[keyof T];
type Same<A, B> = [A, B] extends [B, A] ? true : false;

/** What a server sends can be read as the client's type, and neither has a property that the other lacks. */
type Fits<Sent, Read> = Sent extends Read
  ? [Same<keyof Sent, keyof Read>, Same<OptionalKeys<Sent>, OptionalKeys<Read>>] extends [true, true]
    ? true
    : 'a property is missing, or optional on one side only'
  : 'a property has another type';

interface Answers {
  CurrentUser: client.CurrentUser;
  CurrentUserResponse: client.CurrentUserAnswer;
  Session: client.Session;
  Sessions: client.Sessions;
  Account: client.Account;
  Accounts: client.Accounts;
  AuditEntry: client.AuditEntry;
  AuditTrail: client.AuditTrail;
  OwnEvent: client.OwnEvent;
  OwnEvents: client.OwnEvents;
  AccountEvent: client.AccountEvent;
  AccountEvents: client.AccountEvents;
  Invitation: client.Invitation;
  NewInvitation: client.NewInvitation;
  Invitations: client.Invitations;
  Factors: client.StepUp;
  Passkey: client.Passkey;
  OwnFactors: client.OwnFactors;
  TotpSecret: client.TotpSecret;
  RecoveryCodes: client.RecoveryCodes;
}

interface Bodies {
  SignUp: client.NewCredentials;
  SignIn: client.SignInCredentials;
  PasswordChange: client.PasswordChange;
  PasswordReset: client.PasswordReset;
  EmailVerification: client.EmailVerification;
  Ban: client.Ban;
}

type Wished = Described<Schemas['Ban']>;

interface Compiled {
  readonly held: { readonly [Name in keyof Answers]: Fits<Described<Schemas[Name]>, Answers[Name]> } & {
    readonly [Name in keyof Bodies]: Fits<Bodies[Name], Described<Schemas[Name]>>;
  };
  readonly told: {
    readonly missing: Fits<Wished, { reason?: string }>;
    readonly tooMany: Fits<Wished, client.Ban & { by?: string }>;
    readonly requiredOnOneSide: Fits<{ reason: string; until?: string }, Wished>;
    readonly ofAnotherType: Fits<Wished, { reason?: number; until?: string }>;
  };
}

/** The compiler refuses `true` where a type of the client and its schema differ; `told` shows that it tells. */
const { held }: Compiled = {
  held: {
    CurrentUser: true,
    CurrentUserResponse: true,
    Session: true,
    Sessions: true,
    Account: true,
    Accounts: true,
    AuditEntry: true,
    AuditTrail: true,
    OwnEvent: true,
    OwnEvents: true,
    AccountEvent: true,
    AccountEvents: true,
    Invitation: true,
    NewInvitation: true,
    Invitations: true,
    Factors: true,
    Passkey: true,
    OwnFactors: true,
    TotpSecret: true,
    RecoveryCodes: true,
    SignUp: true,
    SignIn: true,
    PasswordChange: true,
    PasswordReset: true,
    EmailVerification: true,
    Ban: true,
  },
  told: {
    missing: 'a property is missing, or optional on one side only',
    tooMany: 'a property is missing, or optional on one side only',
    requiredOnOneSide: 'a property is missing, or optional on one side only',
    ofAnotherType: 'a property has another type',
  },
};

/** Schemas that the client has no type for: it takes or gives single values, or nothing. */
const WITHOUT_TYPE = new Set([
  ...[
    'Nothing',
    'Jwks',
    'Roles',
    'Claims',
    'PasswordProof',
    'InvitationRequest',
    'EmailRequest',
    'MailToken',
  ],
  ...['AuthenticationStart', 'StepUpPurpose', 'PasswordAuthentication', 'CodeAuthentication'],
  // Either of two that have one.
  'StepUp',
  ...['NewPasskey', 'AddedPasskey', 'PasskeyName', 'PasskeyPurpose', 'PasskeyAuthentication'],
  // The client hands on to the browser what it is told.
  ...['PasskeyCreationOptions', 'PasskeyRequestOptions'],
  ...['FactorCode', 'TotpConfirmation', 'SecondFactor', 'TotpAuthentication', 'RecoveryCodeAuthentication'],
]);

it('holds every schema that travels to a type of the client', () => {
  const travelling = listAreas(EVERY_ENDPOINT)
    .flatMap(({ endpoints }) => endpoints)
    .flatMap(({ body, success }) => [body, success.schema])
    .filter((name) => name !== undefined && !WITHOUT_TYPE.has(name));
  expect(Object.keys(held)).toEqual(expect.arrayContaining(travelling));
});
