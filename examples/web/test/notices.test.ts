import { describe, expect, it } from '@jest/globals';
import { noticeOf, open, post } from '../../../e2e/support/page-requests';
import { ADA, adas } from '../../../e2e/support/adas';
import { useWebAlone } from './support/web';

const { web } = useWebAlone();

describe('what one page leaves for another', () => {
  it('is kept for a minute, where no script and no other site can have it', async () => {
    const response = await open(`${web().url}/`, adas(-60));
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^notice=[\w-]+; Max-Age=60; Path=\/; HttpOnly; SameSite=Lax$/),
    ]);
  });

  it('is shown on its own page only', async () => {
    const { cookie } = noticeOf(await post(`${web().url}/tickets`, {}, adas(-60)));
    const page = await open(`${web().url}/`, `${adas()}; ${cookie}`);
    expect(await page.text()).not.toContain('send it again');
    expect(page.headers.getSetCookie()).toEqual([]);
  });

  it('cannot be made up by a link', async () => {
    const query = 'done=true&made=true&again=true&code=again&title=Planted&price=1';
    const html = await (await open(`${web().url}/?${query}`, adas())).text();
    expect(html).toContain('role="status" class="notice"></div>');
  });

  it.each([
    '',
    'x',
    'null',
    '[]',
    '{"page":"/","code":"constructor","values":{"a":{}}}',
    '{"page":"/","values":7}',
  ])('is nothing when it reads %j', async (text) => {
    const cookie = `notice=${Buffer.from(text).toString('base64url')}`;
    const page = await open(`${web().url}/`, `${adas()}; ${cookie}`);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining(ADA.email)]);
  });
});
