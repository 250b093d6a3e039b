import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigurationError } from '@latchkey/common';
import { escapeHtml } from './escape-html';
import { LANGUAGES, type Language } from './language';
import type { Mail, MessageName } from './message';

/** What a template may name, as `{{link}}`. */
const PLACEHOLDERS = ['app', 'url', 'link', 'code', 'time', 'ip', 'device'];
/** What a message is useless without. */
const NEEDED: Readonly<Partial<Record<MessageName, readonly string[]>>> = {
  reset_password: ['link'],
  sign_in_code: ['code'],
  step_up_code: ['code'],
  factor_code: ['code'],
  verify_email: ['link'],
  confirm_email: ['link'],
  email_changed: ['link'],
};
const PLACEHOLDER = /\{\{([^{}]*)\}\}/g;
const SUBJECT = /^Subject: (.+)\r?\n\r?\n/;

/** A mail with placeholders. */
interface OwnTemplate {
  fill(values: Readonly<Record<string, string>>): Mail;
}

/** The team's own templates. */
export interface OwnTemplates {
  find(language: Language, message: MessageName): OwnTemplate | undefined;
}

/**
 * Reads the team's own templates: `<message>.<language>.txt`, which begins with `Subject: …` and an empty line, and
 * `<message>.<language>.html` beside it.
 * @param folder none: there are no own templates
 * @param messages the names of all messages
 * @throws ConfigurationError that lists all that is wrong in the folder
 */
export function readOwnTemplates(folder: string | undefined, messages: readonly MessageName[]): OwnTemplates {
  const templates = new Map<string, OwnTemplate>();
  if (folder !== undefined) {
    const faults = readAll(folder, messages, templates);
    if (faults.length > 0) throw new ConfigurationError(faults.map((fault) => `MAIL_TEMPLATES: ${fault}`));
  }
  return { find: (language, message) => templates.get(keyOf(language, message)) };
}

function readAll(
  folder: string,
  messages: readonly MessageName[],
  found: Map<string, OwnTemplate>,
): string[] {
  let files: string[];
  try {
    // A ConfigMap is mounted through links whose names begin with dots.
    files = readdirSync(folder).filter((name) => !name.startsWith('.'));
  } catch (error) {
    return [`the folder cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`];
  }
  const known = new Map(
    messages.flatMap((name) => LANGUAGES.map((language) => [keyOf(language, name), name] as const)),
  );
  const faults = files
    .filter((file) => !/\.(txt|html)$/.test(file) || !known.has(file.replace(/\.\w+$/, '')))
    .map((file) => `${file} is no template: the names are <message>.<${LANGUAGES.join('|')}>.<txt|html>`);
  for (const [key, name] of known) {
    const [text, html] = [`${key}.txt`, `${key}.html`].map((file) =>
      files.includes(file) ? readFileSync(join(folder, file), 'utf8') : undefined,
    );
    if (text !== undefined && html !== undefined) {
      faults.push(...faultsOf(key, name, text, html));
      found.set(key, createTemplate(text, html));
    } else if ((text ?? html) !== undefined) {
      faults.push(`${key}.${text === undefined ? 'txt' : 'html'} is missing: a message has both`);
    }
  }
  return faults;
}

const keyOf = (language: Language, message: MessageName) => `${message}.${language}`;

function faultsOf(key: string, name: MessageName, text: string, html: string): string[] {
  const faults = SUBJECT.test(text) ? [] : [`${key}.txt does not begin with "Subject: …" and an empty line`];
  const files = { [`${key}.txt`]: text, [`${key}.html`]: html };
  for (const [file, content] of Object.entries(files)) {
    const used = [...content.matchAll(PLACEHOLDER)].map(([, placeholder]) => placeholder!.trim());
    const unknown = used.filter((each) => !PLACEHOLDERS.includes(each));
    faults.push(...unknown.map((each) => `${file} names {{${each}}}; there are ${PLACEHOLDERS.join(', ')}`));
    const missing = (NEEDED[name] ?? []).filter((each) => !used.includes(each));
    faults.push(...missing.map((each) => `${file} needs {{${each}}}`));
  }
  return faults;
}

function createTemplate(text: string, html: string): OwnTemplate {
  const [head = '', subject = ''] = SUBJECT.exec(text) ?? [];
  return {
    fill(values) {
      const fill = (template: string, show: (value: string) => string) =>
        template.replaceAll(PLACEHOLDER, (_all, name: string) => show(values[name.trim()] ?? ''));
      const plain = (value: string) => value;
      return {
        subject: fill(subject, plain),
        text: fill(text.slice(head.length), plain),
        html: fill(html, escapeHtml),
      };
    },
  };
}
