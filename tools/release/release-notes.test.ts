import { expect, it } from '@jest/globals';
import { releaseNotes } from './release-notes';

const commit = (subject: string, body = '') => ({ hash: 'abc1234', subject, body });

it('lists what users notice, by kind, and what breaks first', () => {
  const notes = releaseNotes([
    commit('fix(auth): answer 503 while MongoDB elects'),
    commit('docs: say it plainly'),
    commit('feat: sign in by mail'),
    commit('refactor(common)!: drop Express 4'),
    commit('feat(auth): ask for a second factor', 'Off by default.\n\nBREAKING CHANGE: tokens carry acr'),
    commit('Merge branch main'),
  ]);
  expect(notes).toBe(
    [
      '## Breaking\n',
      '- drop Express 4 (abc1234)',
      '- tokens carry acr (abc1234)\n',
      '## Added\n',
      '- sign in by mail (abc1234)',
      '- **auth**: ask for a second factor (abc1234)\n',
      '## Fixed\n',
      '- **auth**: answer 503 while MongoDB elects (abc1234)\n',
    ].join('\n'),
  );
});

it('says so when users notice nothing', () => {
  expect(releaseNotes([commit('test: cover a race')])).toBe('Nothing that users notice.\n');
});
