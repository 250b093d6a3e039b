import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly needs?: string | readonly string[];
  readonly 'timeout-minutes'?: number;
  readonly strategy?: { readonly matrix: Readonly<Record<string, readonly string[]>> };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = join(__dirname, '..');
const FOLDER = join(ROOT, '.github/workflows');
const names = readdirSync(FOLDER);
const read = (name: string) => parse(readFileSync(join(FOLDER, name), 'utf8')) as Workflow;
const jobs = names.flatMap((name) =>
  Object.entries(read(name).jobs).map(([job, content]) => [`${name}: ${job}`, content] as const),
);
const commands = (job: Job) => job.steps.flatMap(({ run }) => run ?? []).join('\n');
const needs = (job: Job | undefined) => [job?.needs ?? []].flat();

/** What a job may do beyond reading the repository. */
const PERMITTED: Readonly<Record<string, readonly string[]>> = {
  'release.yml: package': ['id-token'],
  'release.yml: image': ['packages'],
  'release.yml: notes': ['contents'],
};

describe.each(names)('%s', (name) => {
  it('may only read the repository, unless a job says otherwise', () => {
    expect(read(name).permissions).toEqual({ contents: 'read' });
  });

  it('pins each action by a commit, and names its version', () => {
    const lines = readFileSync(join(FOLDER, name), 'utf8').match(/^.*\buses: .*$/gm) ?? [];
    for (const line of lines) expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });
});

it('pins an action by one commit everywhere', () => {
  const actions = new Set(jobs.flatMap(([, job]) => job.steps.flatMap(({ uses }) => uses ?? [])));
  const repositories = [...actions].map((action) => action.split('@')[0]);
  expect(repositories).toEqual([...new Set(repositories)]);
});

describe.each(jobs)('%s', (name, job) => {
  it('may write only what it is for', () => {
    const written = Object.entries(job.permissions ?? {}).filter(([, level]) => level === 'write');
    expect(written.map(([scope]) => scope)).toEqual(PERMITTED[name] ?? []);
  });

  it('ends by itself, and leaves no token in the checkout', () => {
    expect(job['timeout-minutes']).toBeGreaterThan(0);
    const checkouts = job.steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    for (const checkout of checkouts) expect(checkout.with).toMatchObject({ 'persist-credentials': false });
  });
});

describe('the tests', () => {
  it('run on the oldest Node that the package takes, and on each major version that is maintained', () => {
    const { engines } = JSON.parse(readFileSync(join(ROOT, 'common/package.json'), 'utf8')) as {
      engines: { node: string };
    };
    const matrix = read('test.yml').jobs.test!.strategy!.matrix.node;
    expect(matrix).toEqual([engines.node.replace('>=', ''), '22', '24', '26']);
  });

  it('have the whole history, since one of them runs the last release', () => {
    const running = jobs.filter(([, job]) => /^npm test$/m.test(commands(job)));
    expect(running.map(([name]) => name)).toEqual([
      'nightly.yml: full',
      'release.yml: test',
      'test.yml: test',
    ]);
    for (const [, job] of running) expect(job.steps[0]!.with).toMatchObject({ 'fetch-depth': 0 });
  });

  it('run in full at night', () => {
    const { on, jobs } = read('nightly.yml');
    expect(on).toHaveProperty('schedule');
    expect(jobs.full!.steps).toContainEqual({ run: 'npm test', env: { FULL: '1' } });
  });
});

describe('a release', () => {
  const { on, jobs } = read('release.yml');

  it('is of a tag that names the version, and of code that passes the tests', () => {
    expect(on).toEqual({ push: { tags: ['v*'] } });
    expect(commands(jobs.test!)).toContain(`"v$(node -p "require('./common/package.json').version")"`);
    expect(commands(jobs.test!)).toContain('npm test');
    expect(needs(jobs.package)).toContain('test');
    expect(needs(jobs.image)).toContain('test');
  });

  it('publishes the package with provenance and the images with an SBOM, then announces all', () => {
    expect(commands(jobs.package!)).toContain('npm publish --workspace=@latchkey/common --provenance');
    const build = jobs.image!.steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'));
    expect(build?.with).toMatchObject({ push: true, sbom: true, provenance: 'mode=max' });
    expect(build?.with?.['build-args']).toMatch(/^SERVICE=\$\{\{ matrix\.service \}\}\nREVISION=/);
    expect(jobs.image!.strategy!.matrix.service).toEqual(['auth', 'pages', 'gate']);
    expect(needs(jobs.notes)).toEqual(['package', 'image']);
  });
});
