/** The languages that mails are written in; the first is for everyone else. */
export const LANGUAGES = ['en', 'de'] as const;

export type Language = (typeof LANGUAGES)[number];

/** More entries than a browser sends; a header is as long as a caller likes. */
const MAX_ENTRIES = 20;

/**
 * The language that a request asks for (RFC 9110, section 12.5.4).
 * @param header Accept-Language, such as `de-CH,de;q=0.9,en;q=0.8`
 */
export function languageOf(header: string | undefined): Language {
  const entries = (header ?? '').split(',', MAX_ENTRIES).map((entry) => {
    const [tag = '', ...parameters] = entry
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return { language: findLanguage(tag.split('-')[0]), quality: Number(quality) };
  });
  const wanted = entries.filter(({ language, quality }) => language !== undefined && quality > 0);
  // The sort is stable, so of equals the first counts.
  return wanted.sort((a, b) => b.quality - a.quality)[0]?.language ?? LANGUAGES[0];
}

/** The language of this name; `undefined` where no mail is written in it. */
export function findLanguage(name: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === name);
}
