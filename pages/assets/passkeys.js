/* After the library: shows the forms of passkeys, fills them in, and sends them. views/passkey-form.tsx makes them. */
(() => {
  'use strict';
  const { SimpleWebAuthnBrowser: webAuthn } = globalThis;
  const API = '/api/users/authentication';

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

  /** Sends the form as a person would: the answer is a page. Without a credential, it says why. */
  function send(form, credential) {
    form.elements.namedItem('credential').value = credential === undefined ? '' : JSON.stringify(credential);
    form.submit();
  }

  async function onSubmit(form) {
    const { passkey, options } = form.dataset;
    const status = form.querySelector('[role=status]');
    status.textContent = '';
    const optionsJSON =
      options === undefined ? await requestOptions(form.dataset).catch(() => undefined) : JSON.parse(options);
    if (optionsJSON === undefined) return send(form);
    try {
      const start = passkey === 'new' ? webAuthn.startRegistration : webAuthn.startAuthentication;
      send(form, await start({ optionsJSON }));
    } catch (error) {
      const isKnown = error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED';
      status.textContent = isKnown ? status.dataset.known : status.dataset.givenUp;
    }
  }

  /** Has the browser offer passkeys in the field of the email. It stays quiet where that is not possible. */
  async function offerInField(form) {
    if (!(await webAuthn.browserSupportsWebAuthnAutofill())) return;
    const optionsJSON = await requestOptions(form.dataset);
    send(form, await webAuthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }));
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
    if (form.dataset.passkey === 'passkey') offerInField(form).catch(() => undefined);
  }
})();
