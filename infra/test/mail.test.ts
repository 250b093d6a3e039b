import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { readConfig as readAuthConfig } from '../../auth/src/config/config';
import { readConfig as readPagesConfig } from '../../pages/src/config';
import { MONGO_URI, Namespace } from './support/create-secrets';
import { environmentOf } from './support/environment';
import type { Workload } from './support/manifest';
import { HOME, mayLeave, type Party, type Policy } from './support/network';
import { faultsOf } from './support/openapi';
import { describeOverlays, describeRendered, INFRA, render } from './support/overlay';

const SMTP_URL = 'smtps://latchkey:a%20password@smtp.example.com:465';

const root = mkdtempSync(join(tmpdir(), 'latchkey-mail-'));
const withTemplates = mkdtempSync(join(tmpdir(), 'latchkey-mail-'));
afterAll(() => [root, withTemplates].forEach((folder) => rmSync(folder, { recursive: true })));

/** Adds mail to the overlay production, as its comment says. */
function addMail(root: string): string {
  for (const folder of ['k8s', 'nats']) cpSync(join(INFRA, folder), join(root, folder), { recursive: true });
  const folder = join(root, 'k8s/overlays/production');
  const overlay = join(folder, 'kustomization.yaml');
  const text = readFileSync(overlay, 'utf8');
  expect(text).toContain('  # For mail, add ../../components/mail here');
  writeFileSync(overlay, text.replace(/^ {2}# For mail, .*$/m, '  - ../../components/mail'));
  const host = join(folder, 'host.yaml');
  writeFileSync(host, `${readFileSync(host, 'utf8')}  mailFrom: Example <no-reply@example.com>\n`);
  return folder;
}

describeRendered('mail in a production overlay', () => {
  const rendered = render(addMail(root));
  const namespace = new Namespace();
  const create = (env: NodeJS.ProcessEnv) => namespace.create('production', env, [], root);
  const early = create({ MONGO_URI });
  const nothing = namespace.secrets;
  const made = create({ MONGO_URI, SMTP_URL });
  const containerOf = (name: string) =>
    rendered.get<Workload>('Deployment', name).spec.template.spec.containers[0]!;

  it('is taken by the Kubernetes API', () => {
    expect(rendered.objects.flatMap(faultsOf)).toEqual([]);
  });

  it('needs to be told the mail server, once', () => {
    expect([early.status, early.output]).toEqual([1, expect.stringContaining('SMTP_URL=')]);
    expect(nothing).toEqual({});
    expect(made.status).toBe(0);
    const { mail } = namespace.secrets;
    expect(mail).toEqual({ SMTP_URL, MAIL_KEY: expect.stringMatching(/^\w{40,}$/) });
    expect(create({}).status).toBe(0);
    expect(namespace.secrets.mail).toEqual(mail);
    expect(`${made.output}${namespace.kubectlArguments}`).not.toContain(SMTP_URL);
  });

  it('is on in auth and in the pages, and its secrets are in auth alone', () => {
    const auth = readAuthConfig(environmentOf(containerOf('auth'), namespace.secrets));
    expect(auth).toMatchObject({
      SMTP_URL,
      MAIL_KEY: [namespace.secrets.mail!.MAIL_KEY],
      MAIL_FROM: { name: 'Example', address: 'no-reply@example.com' },
    });
    const pages = environmentOf(containerOf('pages'), namespace.secrets);
    expect(readPagesConfig(pages).SENDS_MAIL).toBe(true);
    expect(Object.values(pages)).not.toContain(SMTP_URL);
    expect(Object.values(pages)).not.toContain(namespace.secrets.mail!.MAIL_KEY);
  });

  it('does not start without its Secret', () => {
    const others = { ...namespace.secrets, mail: {} };
    expect(() => environmentOf(containerOf('auth'), others)).toThrow('SMTP_URL');
  });

  it('lets auth alone out to a mail server, at the ports that ask for TLS', () => {
    const policies = rendered.of<Policy>('NetworkPolicy');
    const partyOf = (name: string): Party => ({
      name,
      namespace: HOME,
      labels: rendered.get<Workload>('Deployment', name).spec.template.metadata.labels,
    });
    const ways = ['auth', 'pages'].flatMap((name) =>
      (['TCP 25', 'TCP 465', 'TCP 587', 'TCP 1025'] as const)
        .filter((port) => mayLeave(policies, partyOf(name), { name: 'internet' }, port))
        .map((port) => `${name} ${port}`),
    );
    expect(ways).toEqual(['auth TCP 465', 'auth TCP 587']);
  });
});

describeRendered('the templates and settings of docs/operations.md', () => {
  const operations = readFileSync(join(INFRA, '../docs/operations.md'), 'utf8');
  const [, kustomization = '', settings = ''] =
    /```yaml\n(configMapGenerator:[\s\S]*?)```[\s\S]*?```yaml\n([\s\S]*?)```/.exec(operations)!;
  const folder = addMail(withTemplates);
  appendFileSync(join(folder, 'kustomization.yaml'), kustomization);
  writeFileSync(join(folder, 'mail-settings.yaml'), settings);
  mkdirSync(join(folder, 'mail'));
  for (const name of ['reset_password.en.txt', 'reset_password.en.html'])
    writeFileSync(join(folder, 'mail', name), '{{link}}');
  const rendered = render(folder);
  const podOf = (name: string) => rendered.get<Workload>('Deployment', name).spec.template.spec;

  it('are taken by the Kubernetes API', () => {
    expect(rendered.objects.flatMap(faultsOf)).toEqual([]);
  });

  it('reach auth and the pages', () => {
    expect(podOf('auth')).toMatchObject({
      volumes: [{ configMap: { name: expect.stringMatching(/^mail-templates-\w+$/) } }],
    });
    expect(podOf('auth').containers[0]!.env).toEqual(
      expect.arrayContaining([
        { name: 'MAIL_TEMPLATES', value: '/mail-templates' },
        { name: 'EMAIL_VERIFICATION', value: 'optional' },
        { name: 'SIGN_IN_BY_EMAIL', value: 'true' },
      ]),
    );
    expect(podOf('pages').containers[0]!.env).toContainEqual({ name: 'SIGN_IN_BY_EMAIL', value: 'true' });
  });
});

describeOverlays('mail', (rendered, overlay) => {
  it('is caught in development alone', () => {
    const names = rendered.workloads.map(({ metadata }) => metadata.name);
    expect(names.includes('mail-catcher')).toBe(!overlay.isPublic);
  });
});
