import { de } from './catalogues/de';
import { en } from './catalogues/en';
import { deviceName } from './device-name';
import { findLanguage, LANGUAGES, type Language } from './language';
import { layoutHtml } from './layout-html';
import { layoutText, type Layout } from './layout-text';
import type { Catalogue, Mail, MessageName, MessageValues } from './message';
import type { OwnTemplates } from './own-templates';

/** The names of all messages. */
export const MESSAGES = Object.keys(en.messages) as MessageName[];

const CATALOGUES: Readonly<Record<Language, Catalogue>> = { en, de };

/**
 * Writes mails.
 * @param templates the team's own, which take the place of ours
 */
export function createComposer(templates: OwnTemplates) {
  /** Writes a message in a language, or in the first one where there is no such language. */
  return function compose(name: MessageName, values: MessageValues, wanted?: string): Mail {
    const language = findLanguage(wanted) ?? LANGUAGES[0];
    const layout = layoutOf(name, values, language);
    const own = templates.find(language, name);
    if (own) return own.fill(placeholdersOf(layout, values));
    return { subject: layout.content.subject, text: layoutText(layout), html: layoutHtml(layout) };
  };
}

export type Compose = ReturnType<typeof createComposer>;

function layoutOf(name: MessageName, values: MessageValues, language: Language): Layout {
  const catalogue = CATALOGUES[language];
  const { time, address, device } = catalogue.facts;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [time, showTime(values.at, language)],
    [address, values.ip],
    [device, values.userAgent === undefined ? undefined : deviceName(values.userAgent, catalogue)],
  ];
  return {
    language,
    content: catalogue.messages[name](values.app),
    link: values.link,
    code: values.code,
    facts: facts.flatMap(([label, value]) => (value === undefined ? [] : [[label, value] as const])),
    openLink: catalogue.openLink,
    footer: catalogue.footer(values.app),
    origin: values.origin,
  };
}

/** In UTC, since we do not know where somebody is. */
function showTime(at: Date, language: Language): string {
  const shown = new Intl.DateTimeFormat(language, { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return `${shown.format(at)} UTC`;
}

function placeholdersOf({ language }: Layout, values: MessageValues): Readonly<Record<string, string>> {
  const { userAgent } = values;
  return {
    app: values.app,
    url: values.origin,
    link: values.link ?? '',
    code: values.code ?? '',
    time: showTime(values.at, language),
    ip: values.ip ?? '',
    device: userAgent === undefined ? '' : deviceName(userAgent, CATALOGUES[language]),
  };
}
