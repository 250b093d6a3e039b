/** What the pages say to which mails lead, and those that ask for one. */
export const enForMail = {
  forgotPassword: {
    title: 'Forgot your password?',
    lead: 'We send you a link by which you choose a new one.',
    button: 'Send the link',
    toSignIn: 'Back to sign-in',
  },

  resetPassword: {
    title: 'Choose a new password',
    lead: 'You are then signed out on every device, and sign in with it.',
    button: 'Set the password',
    askAgain: 'Ask for a new link',
  },

  verifyEmail: {
    title: 'Verify your address',
    lead: (app: string) => `Say that you want to use this address for ${app}.`,
    button: 'It is my address',
    choosePassword:
      'This is another browser than the one that signed up. If that was not you, somebody else knows the password: so choose one here.',
    chooseButton: 'Verify and set the password',
  },

  email: {
    title: 'Your address',
    lead: 'Mails go there, and you sign in with it.',
    current: 'Address',
    verified: 'Verified',
    unverified: 'Not verified',
    sendAgain: 'Send the link again',
    newAddress: 'New address',
    change: 'Change the address…',
    changeText:
      'We send a link to the new address, and tell the old one. Until the link is opened, nothing changes.',
    changeButton: 'Send the link',
  },

  confirmEmail: {
    title: 'Change your address',
    lead: (old: string) =>
      `From now on, you sign in with the address that this link was sent to, in place of ${old}.`,
    button: 'Change the address',
  },

  restoreEmail: {
    title: 'Take the change back',
    lead: 'The account gets this address back. Everybody is signed out, and you choose a new password by a mail.',
    button: 'Take the change back',
  },

  signInByEmail: {
    title: 'Sign in by mail',
    lead: 'We send you a code. It works in this browser alone.',
    button: 'Send the code',
    link: 'Sign in by mail',
    code: 'Code',
    codeTitle: 'Enter the code',
    codeLead: 'It is in the mail that we sent you, and works for ten minutes.',
    codeButton: 'Sign in',
    askAgain: 'Ask for another code',
  },

  confirmByCode: {
    offer: 'Or confirm by a code that we mail to you.',
    send: 'Send me a code',
    title: 'Enter the code',
    lead: (email: string) =>
      `We sent a code to ${email}. It works for ten minutes, in this browser alone. Look into the spam folder, too.`,
    button: 'Go on',
    other: 'Confirm in another way',
  },

  signUpSent: {
    title: 'Look into your mailbox',
    text: 'We sent you a mail. Open its link, best in this browser, to go on. Look into the spam folder, too.',
  },
};
