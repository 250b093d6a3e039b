import type { PageHandler } from './http/page';
import { showActivity } from './pages/activity';
import { showAccountActivity } from './pages/admin/account-activity';
import { changeAccount, confirmTakeAdmin, showAccount } from './pages/admin/account';
import { showAccounts } from './pages/admin/accounts';
import { changeInvitations, showInvitations } from './pages/admin/invitations';
import { confirm, showConfirm } from './pages/confirm/confirm';
import { confirmByCode, showConfirmByCode } from './pages/confirm/confirm-by-code';
import { confirmSecond, showConfirmSecond } from './pages/confirm/confirm-second';
import { showDevices, signDevicesOut } from './pages/devices';
import { showHome } from './pages/home';
import { confirmEmail, showConfirmEmail } from './pages/mail/confirm-email';
import { changeEmail, showEmail } from './pages/mail/email';
import { forgotPassword, showForgotPassword } from './pages/mail/forgot-password';
import { resetPassword, showResetPassword } from './pages/mail/reset-password';
import { restoreEmail, showRestoreEmail } from './pages/mail/restore-email';
import {
  showSignInByEmail,
  showSignInCode,
  signInByEmail,
  signInWithCode,
} from './pages/mail/sign-in-by-email';
import { showVerifyEmail, verifyEmail } from './pages/mail/verify-email';
import { changePassword, showPassword } from './pages/password';
import { proveSecondFactor, showSecondFactor } from './pages/second-factor';
import { setUpApp, showApp } from './pages/security/authenticator-app';
import { addPasskey, showNewPasskey } from './pages/security/new-passkey';
import { renewRecoveryCodes, showRecoveryCodes } from './pages/security/recovery-codes';
import { changeSecurity, showSecurity } from './pages/security/security';
import { showSignIn, signIn } from './pages/sign-in';
import { finishSignOut, signOut } from './pages/sign-out';
import { showInvited, showSignUp, showSignUpSent, signUp, signUpInvited } from './pages/sign-up';
import type { Paths } from './site';

/** Adds a page, with what shows it and what its form does; without the latter it has none. */
type AddPage = (path: string, get: PageHandler, post?: PageHandler) => void;

/** Each page. */
export function addPages(paths: Paths, add: AddPage): void {
  add(paths.home, showHome);
  add(paths.signIn, showSignIn, signIn);
  add(paths.secondFactor, showSecondFactor, proveSecondFactor);
  add(paths.signUp, showSignUp, signUp);
  add(paths.signUpSent, showSignUpSent);
  add(paths.invited, showInvited, signUpInvited);
  add(paths.signOut, finishSignOut, signOut);
  add(paths.confirm, showConfirm, confirm);
  add(paths.confirmByCode, showConfirmByCode, confirmByCode);
  add(paths.confirmSecond, showConfirmSecond, confirmSecond);
  add(paths.devices, showDevices, signDevicesOut);
  add(paths.activity, showActivity);
  add(paths.password, showPassword, changePassword);
  add(paths.security, showSecurity, changeSecurity);
  add(paths.authenticatorApp, showApp, setUpApp);
  add(paths.recoveryCodes, showRecoveryCodes, renewRecoveryCodes);
  add(paths.newPasskey, showNewPasskey, addPasskey);
  addMailPages(paths, add);
  addAdminPages(paths, add);
}

function addMailPages(paths: Paths, add: AddPage): void {
  add(paths.email, showEmail, changeEmail);
  add(paths.verifyEmail, showVerifyEmail, verifyEmail);
  add(paths.confirmEmail, showConfirmEmail, confirmEmail);
  add(paths.restoreEmail, showRestoreEmail, restoreEmail);
  add(paths.forgotPassword, showForgotPassword, forgotPassword);
  add(paths.resetPassword, showResetPassword, resetPassword);
  add(paths.signInByEmail, showSignInByEmail, signInByEmail);
  add(paths.signInCode, showSignInCode, signInWithCode);
}

function addAdminPages(paths: Paths, add: AddPage): void {
  // Any other id could name another document of the auth service, or no header could carry it.
  const id = ':id{[0-9a-f]{24}}';
  const account = paths.account(id);
  add(paths.accounts, showAccounts);
  add(account, showAccount, changeAccount);
  add(`${account}/take-admin`, confirmTakeAdmin);
  add(paths.accountActivity(id), showAccountActivity);
  add(paths.invitations, showInvitations, changeInvitations);
}
