import { describe, expect, it } from '@jest/globals';
import { createComposer, MESSAGES } from '../../src/mail/compose';
import { LANGUAGES } from '../../src/mail/language';
import type { MessageName, MessageValues } from '../../src/mail/message';
import { readOwnTemplates } from '../../src/mail/own-templates';
import { FOOTER, LINK, NEEDS, TEXTS, VALUES } from '../support/message-texts';

const compose = createComposer(readOwnTemplates(undefined, MESSAGES));
const write = (name: MessageName, more: Partial<MessageValues> = {}, language = 'en') =>
  compose(name, { ...VALUES, ...NEEDS[name], ...more }, language);
/** What a reader sees of HTML. */
const shown = (html: string) =>
  html
    .replace(/^[\s\S]*<body[^>]*>/, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ');

describe.each(MESSAGES)('the message %s', (name) => {
  it('says this', () => {
    const [subject, ...parts] = TEXTS[name];
    expect(write(name)).toMatchObject({ subject, text: [...parts, FOOTER].join('\n\n') });
  });

  it('says the same in HTML', () => {
    const [subject, ...parts] = TEXTS[name];
    const html = shown(write(name).html);
    const lines = parts.flatMap((part) => part.split('\n')).map((line) => line.trim().replace(/:$/, ''));
    for (const line of [subject, ...lines]) {
      const [label, value] = line.split(/(?<=^(?:Time|IP address|Device)): /);
      expect(html).toContain(label!.replace(/:$/, ''));
      expect(html).toContain(value ?? '');
    }
  });

  it.each(LANGUAGES)(
    'has in %s a link where it needs one, and else none but to the application',
    (language) => {
      const mail = write(name, {}, language);
      const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, link]) => link);
      const own = LINK.replace('&', '&amp;');
      const hasLink = NEEDS[name]?.link !== undefined;
      const expected = hasLink ? [own, own, VALUES.origin] : [VALUES.origin];
      expect(links).toEqual(expected);
      expect(mail.text.includes(LINK)).toBe(hasLink);
      expect(mail.html).toContain(`<html lang="${language}">`);
      expect(mail.subject).not.toMatch(/[\r\n]/);
    },
  );

  it('is another text in German', () => {
    const [english, german] = LANGUAGES.map((language) => write(name, {}, language));
    expect(german!.subject).not.toBe(english!.subject);
    expect(german!.text).toContain(
      'Zeit: 1. März 2026 um 08:05 UTC\nIP-Adresse: 192.0.2.7\nGerät: Firefox unter Linux',
    );
  });

  it('loads nothing', () => {
    expect(write(name).html).not.toMatch(/<(img|link|script|iframe)|url\(|src=|@import/i);
  });
});

describe('a mail', () => {
  it('is English where a language is not ours', () => {
    expect(write('password_changed', {}, 'fr').subject).toBe(TEXTS.password_changed[0]);
  });

  it('escapes names in HTML, and only there', () => {
    const { subject, html } = write('password_changed', { app: `<b>"T" & 'I'</b>` });
    expect(subject).toBe(`Your password for <b>"T" & 'I'</b> has changed`);
    expect(html).not.toContain('<b>');
    expect(html).toContain('&lt;b&gt;&quot;T&quot; &amp; &#39;I&#39;&lt;/b&gt;');
  });

  it('shows no text of the user agent, which a stranger chooses', () => {
    const { text, html } = write('new_sign_in', { userAgent: 'Call +1 555 now: http://evil.example' });
    expect(text + html).not.toMatch(/555|evil/);
    expect(text).toContain('Device: An unknown program');
  });

  it('shows neither address nor device where an admin did it', () => {
    const { text } = write('password_changed', { ip: undefined, userAgent: undefined });
    expect(text).toContain('AM UTC\n\nIf it was not you');
  });
});
