/** What the pages say where a second factor or a passkey is asked for. */
export const enForFactors = {
  secondFactor: {
    title: 'One more step',
    lead: 'Your account asks for a second factor.',
    cancel: 'Cancel',
    none: 'Nothing is left that proves the second factor. Ask the operator to remove the factors of your account.',
  },

  /** The ways to prove a factor, wherever one is due. */
  proof: {
    totp: 'Code of your authenticator app',
    totpHint: 'The six digits that it shows now.',
    recoveryCode: 'Recovery code',
    recoveryCodeHint: 'Each of them works once.',
    button: 'Go on',
    passkeyButton: 'Use a passkey',
    toRecoveryCode: 'Use a recovery code',
    toOthers: 'Use another way',
    or: 'or',
  },

  /** What the script says of passkeys, and what the page says without it. */
  passkeyScript: {
    needed: 'Passkeys need JavaScript. Allow it for this page to use one.',
    unsupported: 'This browser has no passkeys. Use another browser or device.',
    givenUp: 'The browser did not use a passkey. Try again.',
    known: 'This device has a passkey for your account already.',
  },

  confirmSecond: {
    title: 'One more step',
    lead: (email: string) => `You are signed in as ${email}. What you do next asks for a second factor.`,
    other: 'Begin again',
  },

  confirmImpossible: {
    secondFactor: 'What you want to do asks for a second factor, and your account has none.',
    toSecurity: 'Set a second factor up',
    anything: 'Your account has nothing to confirm with. Choose a password first.',
    toReset: 'Choose a password by a mail',
  },

  signInByPasskey: {
    button: 'Sign in with a passkey',
  },
};
