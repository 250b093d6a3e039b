import type { Catalogue } from '../message';

const IGNORE = 'Wenn Sie das nicht waren, ignorieren Sie diese Nachricht. Es ändert sich dann nichts.';
const NOT_YOU =
  'Wenn Sie das nicht waren, fordern Sie auf der Anmeldeseite sofort ein neues Passwort an. Das meldet alle Geräte ab.';
const ask = (app: string) => `Wenn Sie das nicht waren, wenden Sie sich an die Betreiber von ${app}.`;

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
        'Er funktioniert einmal, innerhalb von zehn Minuten und nur in dem Browser, der ihn angefordert hat.',
        'Geben Sie ihn niemandem. Wenn Sie das nicht waren, ignorieren Sie diese Nachricht.',
      ],
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
    new_email: (app) => ({
      subject: `Ihr Konto bei ${app} hat jetzt diese E-Mail-Adresse`,
      paragraphs: [`Nachrichten von ${app} gehen ab jetzt an diese Adresse. Melden Sie sich mit ihr an.`],
      closing: [ask(app)],
    }),
    email_restored: (app) => ({
      subject: `Eine Änderung der E-Mail-Adresse bei ${app} wurde rückgängig gemacht`,
      paragraphs: [
        `Ein Konto bei ${app} hat wieder seine frühere E-Mail-Adresse. Sein Passwort wurde entfernt, und alle Geräte wurden abgemeldet.`,
      ],
      closing: [ask(app)],
    }),
    password_changed: (app) => ({
      subject: `Ihr Passwort für ${app} wurde geändert`,
      paragraphs: [
        `Das Passwort Ihres Kontos bei ${app} wurde geändert. Alle anderen Geräte wurden abgemeldet.`,
      ],
      closing: [NOT_YOU],
    }),
    password_reset: (app) => ({
      subject: `Ihr Passwort für ${app} wurde zurückgesetzt`,
      paragraphs: [
        `Jemand hat mit einem Link aus diesem Postfach ein neues Passwort für Ihr Konto bei ${app} gewählt. Alle anderen Geräte wurden abgemeldet.`,
      ],
      closing: [`${NOT_YOU} Ändern Sie auch das Passwort dieses Postfachs.`],
    }),
    new_sign_in: (app) => ({
      subject: `Neue Anmeldung bei ${app}`,
      paragraphs: [`Jemand hat sich mit Ihrem Konto bei ${app} auf einem Gerät angemeldet, das uns neu ist.`],
      closing: [NOT_YOU],
    }),
    factor_added: (app) => ({
      subject: `Ein Weg, sich bei ${app} anzumelden, kam hinzu`,
      paragraphs: [
        `Ihr Konto bei ${app} hat einen neuen Faktor, etwa eine Authenticator-App oder einen Passkey.`,
      ],
      closing: [NOT_YOU],
    }),
    factor_removed: (app) => ({
      subject: `Ein Weg, sich bei ${app} anzumelden, wurde entfernt`,
      paragraphs: [
        `Ein Faktor Ihres Kontos bei ${app} wurde entfernt, etwa eine Authenticator-App oder ein Passkey.`,
      ],
      closing: [NOT_YOU],
    }),
    recovery_code_used: (app) => ({
      subject: `Ein Wiederherstellungscode wurde bei ${app} verwendet`,
      paragraphs: [
        `Jemand hat sich mit einem Ihrer Wiederherstellungscodes mit Ihrem Konto bei ${app} angemeldet.`,
      ],
      closing: [NOT_YOU],
    }),
    token_reused: (app) => ({
      subject: `Eine Sitzung bei ${app} wurde zu Ihrer Sicherheit beendet`,
      paragraphs: [
        `Ein Token Ihres Kontos bei ${app} wurde zweimal verwendet; jemand hat vielleicht eine Kopie davon. Wir haben diese Sitzung beendet; niemand kann die Kopie mehr verwenden.`,
        'Melden Sie sich wieder an. Wenn es noch einmal geschieht, suchen Sie auf Ihrem Gerät nach Schadsoftware.',
      ],
      closing: [],
    }),
    account_deleted: (app) => ({
      subject: `Ihr Konto bei ${app} wurde gelöscht`,
      paragraphs: [`Ihr Konto bei ${app} und seine Sitzungen gibt es nicht mehr.`],
      closing: [ask(app)],
    }),
    admin_granted: (app) => ({
      subject: `Sie sind jetzt Admin von ${app}`,
      paragraphs: [`Ihr Konto bei ${app} hat die Rolle admin erhalten.`],
      closing: ['Wenn Sie das nicht erwartet haben, wenden Sie sich an die anderen Admins.'],
    }),
  },
};
