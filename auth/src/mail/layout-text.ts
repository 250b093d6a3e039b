import type { Language } from './language';
import type { Content } from './message';

/** All that a message shows, in its order. */
export interface Layout {
  readonly language: Language;
  readonly content: Content;
  readonly link: string | undefined;
  readonly code: string | undefined;
  /** Names and values, such as the time. */
  readonly facts: readonly (readonly [string, string])[];
  readonly openLink: string;
  readonly footer: string;
  readonly origin: string;
}

/** Gives a message its form as plain text. */
export function layoutText({ content, link, code, facts, footer, origin }: Layout): string {
  const parts = [
    ...content.paragraphs,
    code !== undefined && `    ${code}`,
    link !== undefined && `${content.action ?? ''}:\n${link}`,
    facts.length > 0 && facts.map(([name, value]) => `${name}: ${value}`).join('\n'),
    ...content.closing,
    `-- \n${footer} ${origin}`,
  ];
  return `${parts.filter((part) => part !== false).join('\n\n')}\n`;
}
