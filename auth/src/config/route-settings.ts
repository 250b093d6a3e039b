import type { Config } from './config';

/** The settings that routes read as they are. */
export function routeSettings(config: Config) {
  return {
    trustedOrigins: config.TRUSTED_ORIGINS,
    returnOrigins: config.RETURN_ORIGINS,
    signUpMode: config.SIGN_UP,
    emailVerification: config.EMAIL_VERIFICATION,
    signInByEmail: config.SIGN_IN_BY_EMAIL,
    mfaRoles: config.MFA_ROLES,
  };
}
