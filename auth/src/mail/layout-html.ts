import { escapeHtml } from './escape-html';
import type { Layout } from './layout-text';

/**
 * Mail programs know little CSS, so all that light mode needs is in the elements; only dark mode is in a style sheet.
 * Nothing is loaded, so nobody learns who reads it when.
 */
const DARK = `:root{color-scheme:light dark}
@media (prefers-color-scheme:dark){
body,.page{background:#111827!important}
.card{background:#1f2937!important;border-color:#374151!important}
.card,.card h1,.card p,.card td{color:#f3f4f6!important}
.card .code{background:#111827!important;border-color:#4b5563!important}
.card .button{background:#93c5fd!important;color:#0b1220!important}
.card .quiet,.card .quiet a,.card th{color:#9ca3af!important}
}`;

const FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = 'margin:0 0 16px;font-size:16px;line-height:24px;color:#111827';
const QUIET = 'margin:0 0 16px;font-size:14px;line-height:20px;color:#6b7280;word-break:break-word';
const BUTTON =
  'display:inline-block;padding:12px 20px;border-radius:6px;background:#1d4ed8;color:#ffffff;font-size:16px;line-height:24px;font-weight:600;text-decoration:none';
const CODE =
  'margin:0 0 16px;padding:16px;border:1px solid #d1d5db;border-radius:6px;background:#f9fafb;font-family:Menlo,Consolas,monospace;font-size:28px;line-height:32px;letter-spacing:2px;text-align:center;color:#111827';

/** Gives a message its form in HTML. */
export function layoutHtml({
  language,
  content,
  link,
  code,
  facts,
  openLink,
  footer,
  origin,
}: Layout): string {
  const paragraph = (text: string) => `<p style="${TEXT}">${escapeHtml(text)}</p>`;
  const quiet = (html: string) => `<p class="quiet" style="${QUIET}">${html}</p>`;
  const anchor = (url: string, style: string) =>
    `<a href="${escapeHtml(url)}" style="${style}">${escapeHtml(url)}</a>`;
  const body = [
    ...content.paragraphs.map(paragraph),
    code !== undefined && `<p class="code" style="${CODE}">${escapeHtml(code)}</p>`,
    link !== undefined &&
      `<p style="margin:0 0 16px"><a class="button" href="${escapeHtml(link)}" style="${BUTTON}">${escapeHtml(content.action ?? link)}</a></p>`,
    facts.length > 0 && tableOf(facts),
    ...content.closing.map(paragraph),
    link !== undefined && quiet(`${escapeHtml(openLink)}<br>${anchor(link, 'color:#6b7280')}`),
    quiet(`${escapeHtml(footer)} ${anchor(origin, 'color:#6b7280')}`),
  ];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(content.subject)}</title>
<style>${DARK}</style>
</head>
<body style="margin:0;padding:0;background:#f3f4f6;${FONT}">
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f3f4f6">
<tr><td align="center" style="padding:32px 16px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td class="card" style="padding:32px 32px 16px;border:1px solid #e5e7eb;border-radius:8px;background:#ffffff;${FONT}">
<h1 style="margin:0 0 16px;font-size:20px;line-height:28px;color:#111827">${escapeHtml(content.subject)}</h1>
${body.filter((part) => part !== false).join('\n')}
</td></tr>
</table>
</td></tr>
</table>
</body>
</html>
`;
}

function tableOf(facts: Layout['facts']): string {
  const cell = 'padding:4px 16px 4px 0;font-size:14px;line-height:20px;text-align:left;vertical-align:top';
  const rows = facts.map(
    ([name, value]) =>
      `<tr><th scope="row" style="${cell};font-weight:400;color:#6b7280">${escapeHtml(name)}</th><td style="${cell};color:#111827">${escapeHtml(value)}</td></tr>`,
  );
  return `<table cellpadding="0" cellspacing="0" style="margin:0 0 16px">${rows.join('')}</table>`;
}
