import type { NoticeTexts } from '../message';

export const NOT_YOU =
  'Wenn Sie das nicht waren, fordern Sie auf der Anmeldeseite sofort ein neues Passwort an. Das meldet alle Geräte ab.';
const NOT_YOUR_FACTOR = `${NOT_YOU} Sehen Sie dann auf der Seite zur Sicherheit nach, und entfernen Sie, was Sie nicht kennen.`;
const ask = (app: string) => `Wenn Sie das nicht waren, wenden Sie sich an die Betreiber von ${app}.`;

/** What is told, without a link. */
export const deNotices: NoticeTexts = {
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
      `Ihr Konto bei ${app} hat einen neuen Faktor, etwa eine Authenticator-App, einen Passkey oder neue Wiederherstellungscodes, oder die Anmeldung verlangt jetzt einen zweiten Faktor.`,
    ],
    closing: [NOT_YOUR_FACTOR],
  }),
  factor_removed: (app) => ({
    subject: `Ein Weg, sich bei ${app} anzumelden, wurde entfernt`,
    paragraphs: [
      `Ein Faktor Ihres Kontos bei ${app} wurde entfernt, etwa eine Authenticator-App oder ein Passkey, oder die Anmeldung verlangt keinen zweiten Faktor mehr.`,
    ],
    closing: [NOT_YOUR_FACTOR],
  }),
  factors_reset: (app) => ({
    subject: `Ihre zweiten Faktoren bei ${app} wurden entfernt`,
    paragraphs: [
      `Ein Admin hat alle zweiten Faktoren und Passkeys Ihres Kontos bei ${app} entfernt. Alle Geräte wurden abgemeldet.`,
      'Melden Sie sich wieder an, ohne Passwort über eine Mail, und fügen Sie einen neuen hinzu.',
    ],
    closing: [`Wenn Sie nicht darum gebeten haben, wenden Sie sich an die Betreiber von ${app}.`],
  }),
  admin_factors_reset: (app) => ({
    subject: `Die zweiten Faktoren eines Admins von ${app} wurden entfernt`,
    paragraphs: [
      `Alle zweiten Faktoren und Passkeys des Kontos eines Admins bei ${app} wurden entfernt. Das Audit-Protokoll sagt, wessen und von wem.`,
    ],
    closing: ['Wenn Ihnen niemand davon erzählt hat, gehen Sie dem jetzt nach.'],
  }),
  recovery_code_used: (app) => ({
    subject: `Ein Wiederherstellungscode wurde bei ${app} verwendet`,
    paragraphs: [`Jemand hat einen der Wiederherstellungscodes Ihres Kontos bei ${app} verwendet.`],
    closing: [NOT_YOU],
  }),
  second_factor_failed: (app) => ({
    subject: `Eine Anmeldung bei ${app} ist am zweiten Faktor gescheitert`,
    paragraphs: [
      `Jemand hat den ersten Schritt einer Anmeldung mit Ihrem Konto bei ${app} geschafft, etwa das Passwort, aber nicht den zweiten. Angemeldet ist er nicht.`,
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
};
