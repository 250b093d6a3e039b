import type { IncomingMessage, ServerResponse } from 'node:http';
import type { CaughtMail } from './caught-mail';

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:60rem;margin:2rem auto;padding:0 1rem}
td,th{padding:.25rem 1rem .25rem 0;text-align:left;vertical-align:top}`;

/** A mail is shown as a mail program would: it runs no script, and loads nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation allow-popups";

/** Answers with the list of mails, or with one as HTML (`/3`) or text (`/3.txt`). */
export function respond(mails: readonly CaughtMail[], req: IncomingMessage, res: ServerResponse): void {
  // Another site could have its name point here, and read the links.
  if (!/^(localhost|127\.0\.0\.1)(:\d+)?$/.test(req.headers.host ?? ''))
    return end(res, 421, 'text/plain', '');
  const path = (req.url ?? '/').split('?', 1)[0]!;
  if (path === '/') return end(res, 200, 'text/html', listOf(mails));
  const [, id, isText] = /^\/(\d+)(\.txt)?$/.exec(path) ?? [];
  const mail = mails.find((each) => String(each.id) === id);
  if (!mail) return end(res, 404, 'text/plain', 'There is no such mail.\n');
  if (isText !== undefined || mail.html === '') return end(res, 200, 'text/plain', mail.text);
  end(res, 200, 'text/html', mail.html);
}

function end(res: ServerResponse, status: number, type: string, body: string): void {
  res.writeHead(status, {
    'Content-Type': `${type}; charset=utf-8`,
    'Content-Security-Policy': POLICY,
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
  res.end(body);
}

function listOf(mails: readonly CaughtMail[]): string {
  const rows = mails.map(
    ({ id, at, to, subject, link, code }) => `<tr>
<td>${at.toTimeString().slice(0, 8)}</td>
<td>${escape(to)}</td>
<td><a href="/${id}">${escape(subject)}</a> (<a href="/${id}.txt">text</a>)</td>
<td>${code === undefined ? '' : `<code>${escape(code)}</code> `}${link === undefined ? '' : `<a href="${escape(link)}">open its link</a>`}</td>
</tr>`,
  );
  const table = `<table><thead><tr><th>Time</th><th>To</th><th>Subject</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta http-equiv="refresh" content="5"><title>Mail</title><style>${STYLE}</style></head>
<body>
<h1>Mail</h1>
<p>The local run sends no mail to people. It keeps the last hundred here until it ends.</p>
${mails.length === 0 ? '<p>There is none yet.</p>' : table}
</body>
</html>
`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
