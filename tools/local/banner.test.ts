import { expect, it } from '@jest/globals';
import { banner, type BannerFacts } from './banner';

const FACTS: BannerFacts = {
  origin: 'http://localhost:3000',
  secrets: {
    jwtKey: '',
    internalToken: '',
    mailKey: '',
    dataKey: '',
    adminEmail: 'a@b.c',
    adminPassword: 'x',
  },
  signUp: 'open',
  isVerifiedFirst: false,
  hasReports: true,
  mail: undefined,
  metrics: '',
  logs: [],
};

it('shows the reports, and asks them before and after the ban', () => {
  const text = banner(FACTS);
  expect(text).toContain('reports    http://localhost:3000/reports\n');
  expect(text.split('\n').filter((line) => line.endsWith('$url/reports/api/me; echo'))).toHaveLength(2);
});

it('says in one line that reports is left out', () => {
  const lines = banner({ ...FACTS, hasReports: false }).split('\n');
  expect(lines.filter((line) => line.includes('reports'))).toEqual([
    '  reports    left out: it needs python3',
  ]);
});
