import { execFileSync } from 'node:child_process';
import { ROOT } from '../local/data-folder';
import { releaseNotes, type Commit } from './release-notes';

const git = (...words: string[]) => execFileSync('git', words, { cwd: ROOT, encoding: 'utf8' });

/** `npm run release:notes -- TAG`: prints the notes of a release, from the commits since the tag before it. */
function commitsOf(tag: string): Commit[] {
  const log = git('log', '--no-merges', '--format=%h%x00%s%x00%b%x1e', ...rangeOf(tag));
  return log
    .split('\x1e')
    .map((record) => record.trimStart())
    .filter((record) => record !== '')
    .map((record) => {
      const [hash = '', subject = '', body = ''] = record.split('\0');
      return { hash, subject, body };
    });
}

function rangeOf(tag: string): string[] {
  const [, previous] = git('tag', '--sort=-creatordate', '--merged', tag, 'v*').trim().split('\n');
  return [previous === undefined ? tag : `${previous}..${tag}`];
}

process.stdout.write(releaseNotes(commitsOf(process.argv[2] ?? 'HEAD')));
