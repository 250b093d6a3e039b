import type { Catalogue } from '../message';
import { deNotices, NOT_YOU } from './de-notices';

const IGNORE = 'Wenn Sie das nicht waren, ignorieren Sie diese Nachricht. Es ändert sich dann nichts.';
const CODE_CLOSING =
  'Er funktioniert einmal, innerhalb von zehn Minuten und nur in dem Browser, der ihn angefordert hat.';

export const de: Catalogue = {
  facts: { time: 'Zeit', address: 'IP-Adresse', device: 'Gerät' },
  unknownProgram: 'Ein unbekanntes Programm',
  on: (program, system) => `${program} unter ${system}`,
  openLink: 'Wenn die Schaltfläche nicht funktioniert, kopieren Sie diesen Link in Ihren Browser:',
  footer: (app) =>
    `Gesendet von ${app}, weil ein Konto diese Adresse verwendet oder jemand sie angegeben hat:`,
  messages: {
    reset_password: (app) => ({
      subject: `Neues Passwort für ${app} wählen`,
      paragraphs: [`Jemand hat ein neues Passwort für Ihr Konto bei ${app} angefordert.`],
      action: 'Neues Passwort wählen',
      closing: ['Der Link funktioniert einmal, innerhalb einer Stunde.', IGNORE],
    }),
    sign_in_code: (app) => ({
      subject: `Bei ${app} anmelden`,
      paragraphs: [
        `Jemand möchte sich mit Ihrem Konto bei ${app} anmelden. Wenn Sie das sind, verwenden Sie diesen Code:`,
      ],
      action: 'Anmelden',
      closing: [
        CODE_CLOSING,
        'Geben Sie ihn niemandem. Wenn Sie das nicht waren, ignorieren Sie diese Nachricht.',
      ],
    }),
    step_up_code: (app) => ({
      subject: `Ihr Code für ${app}`,
      paragraphs: [
        `Jemand, der in Ihrem Konto bei ${app} angemeldet ist, will etwas Wichtiges ändern. Wenn Sie das sind, verwenden Sie diesen Code:`,
      ],
      closing: [CODE_CLOSING, `Geben Sie ihn niemandem. ${NOT_YOU}`],
    }),
    factor_code: (app) => ({
      subject: `Ihr Code für einen zweiten Faktor bei ${app}`,
      paragraphs: [
        `Jemand, der in Ihrem Konto bei ${app} angemeldet ist, will die erste Authenticator-App oder den ersten Passkey hinzufügen. Wenn Sie das sind, verwenden Sie diesen Code:`,
      ],
      closing: ['Er gilt einmal und eine Stunde lang.', `Geben Sie ihn niemandem. ${NOT_YOU}`],
    }),
    verify_email: (app) => ({
      subject: `E-Mail-Adresse für ${app} bestätigen`,
      paragraphs: [
        `Jemand hat diese Adresse für ein Konto bei ${app} angegeben. Wenn Sie das waren, bestätigen Sie sie.`,
      ],
      action: 'Adresse bestätigen',
      closing: ['Der Link funktioniert einmal, innerhalb von 24 Stunden.', IGNORE],
    }),
    confirm_email: (app) => ({
      subject: `Neue E-Mail-Adresse für ${app} bestätigen`,
      paragraphs: [
        `Jemand hat diese Adresse als neue eines Kontos bei ${app} angegeben. Wenn Sie das waren, bestätigen Sie sie.`,
      ],
      action: 'Neue Adresse bestätigen',
      closing: [
        'Der Link funktioniert einmal, innerhalb von 24 Stunden, in einem Browser, der mit dem Konto angemeldet ist.',
        IGNORE,
      ],
    }),
    account_exists: (app) => ({
      subject: `Sie haben schon ein Konto bei ${app}`,
      paragraphs: [
        `Jemand wollte sich mit dieser Adresse bei ${app} registrieren. Sie hat schon ein Konto.`,
        'Wenn Sie das waren, melden Sie sich an. Wenn Sie das Passwort vergessen haben, fordern Sie dort ein neues an.',
      ],
      action: 'Anmelden',
      closing: [IGNORE],
    }),
    email_changed: (app) => ({
      subject: `Die E-Mail-Adresse Ihres Kontos bei ${app} wurde geändert`,
      paragraphs: [`Ihr Konto bei ${app} hat jetzt eine andere E-Mail-Adresse.`],
      action: 'Änderung rückgängig machen',
      closing: [
        'Wenn Sie das waren, ignorieren Sie diese Nachricht.',
        'Wenn Sie das nicht waren, machen Sie die Änderung innerhalb von 72 Stunden rückgängig. Ihr Konto erhält diese Adresse zurück, sein Passwort wird entfernt, und alle Geräte werden abgemeldet.',
      ],
    }),
    ...deNotices,
  },
};
