/* After the library: shows the forms of passkeys, fills them in, and sends them. views/passkey-form.tsx makes them. */
(() => {
  'use strict';
  const { SimpleWebAuthnBrowser: webAuthn } = globalThis;
  const API = '/api/users/authentication';
  /** A challenge is good for ten minutes. */
  const RENEW_MS = 8 * 60_000;

  async function ask(path, body) {
    const headers = { 'Content-Type': 'application/json' };
    const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return answer.json();
  }

  /** How to use a passkey for the purpose of a form. A step-up that has not begun begins here. */
  async function requestOptions({ passkey: purpose, begin }) {
    if (begin !== undefined) await ask(API, JSON.parse(begin));
    return ask(`${API}/passkey/options`, { purpose });
  }

  /** Whether the browser is asking for a passkey now, which a new offer in a field would abort. */
  let isBusy = false;

  /** Sends the form as a person would: the answer is a page. Without a credential, it says why. */
  function send(form, credential) {
    form.elements.namedItem('credential').value = credential === undefined ? '' : JSON.stringify(credential);
    form.submit();
  }

  async function onSubmit(form) {
    const { passkey, options } = form.dataset;
    const status = form.querySelector('[role=status]');
    status.textContent = '';
    isBusy = true;
    const optionsJSON =
      options === undefined ? await requestOptions(form.dataset).catch(() => undefined) : JSON.parse(options);
    if (optionsJSON === undefined) return send(form);
    try {
      const start = passkey === 'new' ? webAuthn.startRegistration : webAuthn.startAuthentication;
      send(form, await start({ optionsJSON }));
    } catch (error) {
      const isKnown = error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
      status.textContent = isKnown ? status.dataset.known : status.dataset.givenUp;
      isBusy = false;
    }
  }

  /** Has the browser offer passkeys in the field of the email. What it offered before is aborted, which ends that call quietly. */
  async function offerInField(form) {
    const optionsJSON = await requestOptions(form.dataset);
    if (isBusy) return;
    send(form, await webAuthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }));
  }

  /**
   * Offers passkeys in the field as long as the page is open, with a new challenge before the last one is too old. Timers of a hidden
   * page and of a sleeping computer are late, so it is looked at once more when the page is seen. It stays quiet where that is not
   * possible.
   */
  async function keepOffering(form) {
    if (!(await webAuthn.browserSupportsWebAuthnAutofill())) return;
    let since;
    const offer = () => {
      if (document.hidden || isBusy || (since !== undefined && Date.now() - since < RENEW_MS)) return;
      since = Date.now();
      offerInField(form).catch(() => undefined);
    };
    offer();
    globalThis.setInterval(offer, 60_000);
    document.addEventListener('visibilitychange', offer);
  }

  if (!webAuthn.browserSupportsWebAuthn()) {
    for (const text of document.querySelectorAll('[data-no-passkeys]')) text.hidden = false;
    return;
  }
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void onSubmit(form);
    });
    if (form.dataset.passkey === 'passkey') keepOffering(form).catch(() => undefined);
  }
})();
