import type { Config } from '../config/config';
import { hasPasskeys } from '../config/passkey-settings';
import type { Section } from '../openapi/operation';
import { currentUser } from '../routes/account/current-user';
import { deleteAccount } from '../routes/account/delete-account';
import { listOwnEvents } from '../routes/account/list-own-events';
import { requestSignUp } from '../routes/account/request-sign-up';
import { signup } from '../routes/account/signup';
import { confirmEmail } from '../routes/email/confirm-email';
import { requestChange } from '../routes/email/request-change';
import { requestVerification } from '../routes/email/request-verification';
import { restoreEmail } from '../routes/email/restore-email';
import { verifyEmail } from '../routes/email/verify-email';
import { authenticateByCode } from '../routes/authentication/authenticate-by-code';
import {
  authenticateByRecoveryCode,
  authenticateByTotp,
} from '../routes/authentication/authenticate-by-factor-code';
import { authenticateByPassword } from '../routes/authentication/authenticate-by-password';
import { beginAuthentication } from '../routes/authentication/begin-authentication';
import { cancelAuthentication } from '../routes/authentication/cancel-authentication';
import { requestStepUpCode } from '../routes/authentication/request-step-up-code';
import { showAuthentication } from '../routes/authentication/show-authentication';
import { askForPasskeyProof } from '../routes/authentication/ask-for-passkey';
import { authenticateByPasskey } from '../routes/authentication/authenticate-by-passkey';
import type { Endpoint } from '../routes/endpoint';
import { docs } from '../routes/meta/docs';
import { jwks } from '../routes/meta/jwks';
import { openapi } from '../routes/meta/openapi';
import { changePassword } from '../routes/password/change-password';
import { forgotPassword } from '../routes/password/forgot-password';
import { removeOwnPassword } from '../routes/password/remove-password';
import { resetPassword } from '../routes/password/reset-password';
import { endOtherSessions } from '../routes/session/end-other-sessions';
import { endSession } from '../routes/session/end-session';
import { listSessions } from '../routes/session/list-sessions';
import { refresh } from '../routes/session/refresh';
import { refreshAndReturn } from '../routes/session/refresh-and-return';
import { requestSignInCode } from '../routes/session/request-sign-in-code';
import { signin } from '../routes/session/signin';
import { signout } from '../routes/session/signout';
import type { Services } from '../services';
import { adminEndpoints } from './admin-endpoints';
import { factorEndpoints } from './factor-endpoints';

/** What the endpoints of the public port are made of. */
export type PublicParts = Services & { readonly apiDocument: object };

/** The endpoints of one folder of routes; a section of the document. */
interface Area extends Section {
  readonly endpoints: readonly Endpoint<PublicParts>[];
}

const VERIFICATION = [requestVerification, verifyEmail];

/** What decides which endpoints there are. */
export type EndpointSettings = Pick<
  Config,
  'API_DOCS' | 'SMTP_URL' | 'EMAIL_VERIFICATION' | 'SIGN_IN_BY_EMAIL' | 'DATA_KEY' | 'PUBLIC_URL'
>;

/** Every endpoint of the public port. The application and the document are made of this list. */
export function listAreas(settings: EndpointSettings): readonly Area[] {
  const { API_DOCS, SMTP_URL, EMAIL_VERIFICATION, SIGN_IN_BY_EMAIL, DATA_KEY } = settings;
  const hasTotp = DATA_KEY !== undefined;
  const usesPasskeys = hasPasskeys(settings);
  const hasMail = SMTP_URL !== undefined;
  const verifies = EMAIL_VERIFICATION !== 'off';
  const signUp = EMAIL_VERIFICATION === 'required' ? requestSignUp : signup;
  return [
    {
      tag: 'account',
      description: 'The account of the caller',
      endpoints: [signUp, currentUser, listOwnEvents, deleteAccount],
    },
    {
      tag: 'session',
      description: 'Sign-in, sign-out, and the devices on which the caller is signed in',
      endpoints: [
        ...[signin, signout, refresh, refreshAndReturn, listSessions, endOtherSessions, endSession],
        ...(SIGN_IN_BY_EMAIL ? [requestSignInCode] : []),
      ],
    },
    {
      tag: 'authentication',
      description: 'Proving who one is: a step-up of the session, or a code of a mail',
      endpoints: [
        ...[beginAuthentication, showAuthentication, cancelAuthentication, authenticateByPassword],
        ...(SIGN_IN_BY_EMAIL ? [requestStepUpCode, authenticateByCode] : []),
        ...(hasTotp ? [authenticateByTotp] : []),
        authenticateByRecoveryCode,
        ...(usesPasskeys ? [askForPasskeyProof, authenticateByPasskey] : []),
      ],
    },
    {
      tag: 'factors',
      description: 'By what the account can be proven besides its password and its email',
      endpoints: factorEndpoints({ hasMail, hasTotp, usesPasskeys }),
    },
    passwordArea(hasMail),
    ...(hasMail
      ? [
          {
            tag: 'email',
            description: 'The email of the caller',
            endpoints: [requestChange, confirmEmail, restoreEmail, ...(verifies ? VERIFICATION : [])],
          },
        ]
      : []),
    {
      tag: 'meta',
      description: 'Keys and documents',
      endpoints: [jwks, ...(API_DOCS ? [openapi, docs] : [])],
    },
    {
      tag: 'admin',
      description: 'What admins do with the accounts of others',
      endpoints: adminEndpoints(hasMail),
    },
  ];
}

function passwordArea(hasMail: boolean): Area {
  return {
    tag: 'password',
    description: 'The password of the caller',
    endpoints: [changePassword, removeOwnPassword, ...(hasMail ? [forgotPassword, resetPassword] : [])],
  };
}
