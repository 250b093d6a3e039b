import { describe, expect, it } from '@jest/globals';
import { MONGO_URI, Namespace } from './support/create-secrets';
import type { Ingress } from './support/manifest';
import { describeOverlays } from './support/overlay';

describe('create-secrets.sh', () => {
  it('makes no Secret for a component that the overlay does not add', () => {
    const namespace = new Namespace();
    namespace.create('production', { MONGO_URI });
    expect(Object.keys(namespace.secrets)).not.toContain('mongo');
    expect(Object.keys(namespace.secrets)).not.toContain('mail');
    const dev = new Namespace();
    dev.create('dev');
    expect(Object.keys(dev.secrets)).not.toContain('auth-mongo');
    // The mail of dev is caught: there is no mail server to name.
    expect(Object.keys(dev.secrets.mail!)).toEqual(['MAIL_KEY']);
    expect(Object.keys(dev.secrets.nats!).sort()).toEqual(['auth', 'service']);
  });
});

describeOverlays('certificates', (rendered, overlay) => {
  it('are missed aloud: they are not made', () => {
    const { output } = new Namespace().create(overlay.name, { MONGO_URI });
    for (const { secretName } of rendered.of<Ingress>('Ingress').flatMap(({ spec }) => spec.tls)) {
      expect(output).toContain(`secret ${secretName} is missing`);
    }
  });
});
