import { en } from './en';

/** A catalogue: what the pages say, in one language. */
export type Texts = typeof en;

/** The catalogue of this release. */
export const texts: Texts = en;

/** What one page says on another. @returns undefined for a code that no page leaves */
export function noticeText(code: string | undefined): string | undefined {
  if (code === undefined || !Object.hasOwn(texts.notices, code)) return undefined;
  return texts.notices[code as keyof Texts['notices']];
}
