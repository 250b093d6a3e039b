"""Reports: a service that knows nothing of Latchkey. It believes the X-User-* headers, since only its proxy reaches it."""

import json
import os
import signal
import sys
from contextlib import suppress
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from string import Template
from urllib.parse import unquote

HERE = Path(__file__).parent
PAGE = Template((HERE / "page.html").read_text("utf-8"))
STYLES = (HERE / "styles.css").read_text("utf-8")

MONTHS = [("June", 318), ("July", 402), ("August", 377), ("September", 451), ("October", 540)]
COSTS = [("Venues", 212), ("Artists", 148), ("Advertising", 61)]


def user_of(headers):
    """Who is asking, in the words of the proxy. Each value is percent-encoded, and each item of a list by itself."""
    words = {
        name: [unquote(item) for item in headers.get(f"X-User-{name}", "").split(",") if item]
        for name in ("Id", "Email", "Roles", "Acr", "Amr", "Auth-Time")
    }
    one = {name: items[0] if items else None for name, items in words.items()}
    time = one["Auth-Time"] and int(one["Auth-Time"])
    many = {"roles": words["Roles"], "amr": words["Amr"]}
    return {"id": one["Id"], "email": one["Email"], "acr": one["Acr"], "authTime": time, **many}


def page(title, text, rows, user):
    """A report as a page. What comes from a header is escaped."""
    most = max(amount for _, amount in rows)
    bar = '<svg viewBox="0 0 {} 1" preserveAspectRatio="none" aria-hidden="true"><rect width="{}" height="1" /></svg>'
    row = '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>'
    table = "".join(row.format(name, amount, bar.format(most, amount)) for name, amount in rows)
    roles = ", ".join(user["roles"]) or "no roles"
    return PAGE.substitute(title=title, text=text, rows=table, email=escape(user["email"] or ""), roles=escape(roles))


# Only these paths, as they were sent: the proxy chooses its policy by the path, and has to see the same one as we do.
ROUTES = {
    "/reports": ("text/html", lambda user: page("Tickets sold", "By month, this year.", MONTHS, user)),
    "/reports/staff": ("text/html", lambda user: page("What it cost", "In thousands. For staff.", COSTS, user)),
    "/reports/api/me": ("application/json", json.dumps),
    "/reports/styles.css": ("text/css", lambda _user: STYLES),
    "/healthz": ("text/plain", lambda _user: "ok\n"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers GET and HEAD, without a log line for each request."""

    protocol_version = "HTTP/1.1"

    def handle(self):
        with suppress(ConnectionError):  # the client has gone
            super().handle()

    def do_GET(self):
        path = self.requestline.split(" ")[1].partition("?")[0]  # self.path takes //reports for /reports
        kind, body = ROUTES.get(path, ("text/plain", None))
        data = (body(user_of(self.headers)) if body else "not found\n").encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'")
        self.send_header("Cache-Control", "no-store")
        # A body is not read here. On an open connection it would be the next request, with the client's own X-User-*.
        self.send_header("Connection", "close")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(data)

    do_HEAD = do_GET

    def log_message(self, *_args):
        pass


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_args: sys.exit(0))
    ThreadingHTTPServer((os.environ.get("HOST", ""), int(os.environ.get("PORT", "8000"))), Handler).serve_forever()
