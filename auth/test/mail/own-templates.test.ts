import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConfigurationError } from '@latchkey/common';
import { createComposer, MESSAGES } from '../../src/mail/compose';
import { readOwnTemplates } from '../../src/mail/own-templates';

const VALUES = {
  app: 'A & B',
  origin: 'https://app.example.com',
  at: new Date('2026-03-01T08:05:00Z'),
  link: 'https://app.example.com/account/reset-password?token=t&x="y"',
};
let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'latchkey-templates-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
}
const read = (from = folder) => readOwnTemplates(from, MESSAGES);
function faults(from?: string): readonly string[] {
  try {
    read(from);
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  return [];
}

describe('a template of the team’s own', () => {
  it('takes the place of ours in its language, escaped in HTML', () => {
    put({
      'reset_password.de.txt': 'Subject: {{app}}: Passwort\n\nHier: {{ link }}\nUm {{time}}{{ip}}\n',
      'reset_password.de.html': '<a href="{{link}}">{{app}}</a>',
      '..data': 'as Kubernetes mounts a ConfigMap',
    });
    const compose = createComposer(read());
    expect(compose('reset_password', VALUES, 'de')).toEqual({
      subject: 'A & B: Passwort',
      text: `Hier: ${VALUES.link}\nUm 1. März 2026 um 08:05 UTC\n`,
      html: `<a href="https://app.example.com/account/reset-password?token=t&amp;x=&quot;y&quot;">A &amp; B</a>`,
    });
    expect(compose('reset_password', VALUES, 'en').subject).toBe('Choose a new password for A & B');
  });

  it('does not fill what a value brings with it', () => {
    put({ 'new_sign_in.en.txt': 'Subject: S\n\n{{app}}', 'new_sign_in.en.html': '{{app}}' });
    const { text } = createComposer(read())('new_sign_in', { ...VALUES, app: '{{link}}$&' }, 'en');
    expect(text).toBe('{{link}}$&');
  });
});

describe('a folder that cannot be used', () => {
  it('is refused with all that is wrong in it', () => {
    put({
      'reset_password.en.txt': 'Subject: S\n\nno link',
      'reset_password.en.html': '{{link}} {{lnk}}',
      'sign_in_code.en.txt': 'no subject {{code}}',
      'sign_in_code.en.html': '{{code}}',
      'password_changed.en.txt': 'Subject: S\n\ntext',
      'passwort.en.txt': '',
      'reset_password.fr.txt': '',
      'notes.md': '',
    });
    expect([...faults()].sort()).toEqual([
      'MAIL_TEMPLATES: notes.md is no template: the names are <message>.<en|de>.<txt|html>',
      'MAIL_TEMPLATES: password_changed.en.html is missing: a message has both',
      'MAIL_TEMPLATES: passwort.en.txt is no template: the names are <message>.<en|de>.<txt|html>',
      'MAIL_TEMPLATES: reset_password.en.html names {{lnk}}; there are app, url, link, code, time, ip, device',
      'MAIL_TEMPLATES: reset_password.en.txt needs {{link}}',
      'MAIL_TEMPLATES: reset_password.fr.txt is no template: the names are <message>.<en|de>.<txt|html>',
      'MAIL_TEMPLATES: sign_in_code.en.txt does not begin with "Subject: …" and an empty line',
    ]);
  });

  it('is refused where it is not there', () => {
    expect(faults(join(folder, 'none'))).toEqual(['MAIL_TEMPLATES: the folder cannot be read (ENOENT)']);
  });
});
