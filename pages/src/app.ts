import type { RequestListener } from 'node:http';
import type { HttpBindings } from '@hono/node-server';
import { createPages } from '@latchkey/common/pages';
import { Hono } from 'hono';
import type { Logger } from 'pino';
import type { Config } from './config';
import { listenerOf } from './http/listener';
import { page, renderText, type PageHandler } from './http/page';
import { securityHeaders } from './http/security-headers';
import { showActivity } from './pages/activity';
import { showAccountActivity } from './pages/admin/account-activity';
import { changeAccount, confirmTakeAdmin, showAccount } from './pages/admin/account';
import { showAccounts } from './pages/admin/accounts';
import { changeInvitations, showInvitations } from './pages/admin/invitations';
import { confirm, showConfirm } from './pages/confirm';
import { confirmByCode, showConfirmByCode } from './pages/mail/confirm-by-code';
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
import { noForm, notFound } from './pages/not-found';
import { changePassword, showPassword } from './pages/password';
import { showSignIn, signIn } from './pages/sign-in';
import { finishSignOut, signOut } from './pages/sign-out';
import { showInvited, showSignUp, showSignUpSent, signUp, signUpInvited } from './pages/sign-up';
import { createSite } from './site';
import { texts } from './texts/texts';
import { createStylesheet } from './theme/stylesheet';
import { ErrorPage } from './views/error-page';

/** The public side of the service, apart from any port or process: each page, with what shows it and what its form does. */
export function createApp(config: Config, log: Logger): RequestListener {
  const stylesheet = createStylesheet(config.ACCENT_COLOR);
  const site = createSite(config, stylesheet);
  const pages = createPages({
    authUrl: config.AUTH_URL,
    signInPath: site.paths.signIn,
    stepUpPath: site.paths.confirm,
    cookieSecure: config.COOKIE_SECURE,
    texts: texts.errors.texts,
    errorPage: (failure) => renderText(ErrorPage({ site, failure })),
  });
  const parts = { site, pages, trustProxy: config.TRUST_PROXY };
  const app = new Hono<{ Bindings: HttpBindings }>({ strict: false });
  const headers = Object.entries(securityHeaders(site));
  app.use(async (context, next) => {
    await next();
    for (const [name, value] of headers) context.res.headers.set(name, value);
  });
  app.get(site.stylesheetUrl, (context) => {
    context.header('Cache-Control', 'public, max-age=31536000, immutable');
    return context.body(stylesheet.text, 200, { 'Content-Type': 'text/css; charset=utf-8' });
  });
  const add = (path: string, get: PageHandler, post: PageHandler = noForm) =>
    app.get(path, page(parts, get)).post(path, page(parts, post));
  const { paths } = site;
  add(paths.home, showHome);
  add(paths.signIn, showSignIn, signIn);
  add(paths.signUp, showSignUp, signUp);
  add(paths.signUpSent, showSignUpSent);
  add(paths.invited, showInvited, signUpInvited);
  add(paths.signOut, finishSignOut, signOut);
  add(paths.confirm, showConfirm, confirm);
  add(paths.confirmByCode, showConfirmByCode, confirmByCode);
  add(paths.devices, showDevices, signDevicesOut);
  add(paths.activity, showActivity);
  add(paths.password, showPassword, changePassword);
  add(paths.email, showEmail, changeEmail);
  add(paths.verifyEmail, showVerifyEmail, verifyEmail);
  add(paths.confirmEmail, showConfirmEmail, confirmEmail);
  add(paths.restoreEmail, showRestoreEmail, restoreEmail);
  add(paths.forgotPassword, showForgotPassword, forgotPassword);
  add(paths.resetPassword, showResetPassword, resetPassword);
  add(paths.signInByEmail, showSignInByEmail, signInByEmail);
  add(paths.signInCode, showSignInCode, signInWithCode);
  add(paths.accounts, showAccounts);
  // Any other id could name another document of the auth service, or no header could carry it.
  const id = ':id{[0-9a-f]{24}}';
  const account = paths.account(id);
  add(account, showAccount, changeAccount);
  add(`${account}/take-admin`, confirmTakeAdmin);
  add(paths.accountActivity(id), showAccountActivity);
  add(paths.invitations, showInvitations, changeInvitations);
  app.all('*', page(parts, notFound));
  return listenerOf(app, log);
}
