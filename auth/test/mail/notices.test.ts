import { describe, expect, it } from '@jest/globals';
import { EVENT_TYPES, type AccountEvent, type EventType } from '../../src/events/account-event';
import { deliveriesOf } from '../../src/mail/notices';

const AT = new Date('2026-03-01T08:05:00Z');
const CLIENT = { ip: '192.0.2.7', userAgent: 'Firefox' };

function event(type: EventType, more: Partial<AccountEvent> = {}): AccountEvent {
  return { id: 'e1', type, at: AT, account: 'a1', client: CLIENT, details: {}, ...more };
}

describe('an event', () => {
  it('becomes a notice to the account’s address', () => {
    expect(deliveriesOf({ event: event('password_changed'), language: 'de' })).toEqual([
      {
        id: 'mail:e1',
        consumer: 'mail',
        kind: 'password_changed',
        account: 'a1',
        language: 'de',
        data: CLIENT,
        arisenAt: AT,
        expiresAt: new Date('2026-03-02T08:05:00Z'),
      },
    ]);
  });

  it('of a deletion goes to the address that the account had', () => {
    expect(deliveriesOf({ event: event('account_deleted'), recipients: ['ann@example.com'] })).toEqual([
      expect.objectContaining({ id: 'mail:e1', recipient: 'ann@example.com' }),
    ]);
  });

  it('of a change of address goes to both, with the way back for the former one', () => {
    const recipients = ['old@example.com', 'new@example.com'];
    expect(deliveriesOf({ event: event('email_changed'), recipients })).toEqual([
      expect.objectContaining({
        id: 'mail:e1:0',
        recipient: 'old@example.com',
        data: { ...CLIENT, to: 'former' },
      }),
      expect.objectContaining({ id: 'mail:e1:1', recipient: 'new@example.com', data: CLIENT }),
    ]);
  });

  it('does not tell from where an admin acted', () => {
    const [delivery] = deliveriesOf({ event: event('password_changed', { actor: 'a2' }) });
    expect(delivery!.data).toEqual({});
  });

  it('tells an admin from where they deleted their own account', () => {
    const { account } = event('account_deleted');
    const [delivery] = deliveriesOf({ event: event('account_deleted', { actor: account }) });
    expect(delivery!.data).toEqual(CLIENT);
  });

  it.each<[EventType, object, number]>([
    ['signed_in', {}, 0],
    ['signed_in', { newDevice: false }, 0],
    ['signed_in', { newDevice: true }, 1],
    ['roles_changed', { granted: 'staff' }, 0],
    ['roles_changed', { revoked: 'admin' }, 0],
    ['roles_changed', { roles: ['admin'] }, 0],
    ['roles_changed', { granted: 'admin' }, 1],
    ['roles_changed', { granted: ['staff', 'admin'] }, 1],
  ])('%s with %j is told to %i', (type, details, count) => {
    expect(deliveriesOf({ event: event(type, { details: { ...details } }) })).toHaveLength(count);
  });

  it('of a failed second factor is told once an hour', () => {
    const at = (time: string) => event('second_factor_failed', { id: time, at: new Date(time) });
    const times = ['2026-03-01T08:00:00Z', '2026-03-01T08:59:59Z', '2026-03-01T09:00:00Z'];
    const ids = times.flatMap((time) => deliveriesOf({ event: at(time) })).map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toBe(ids[1]);
  });

  it('of new recovery codes is told once an hour, and of any other factor each time', () => {
    const idsOf = (factor: string) =>
      ['08:00', '08:59', '09:00'].flatMap((time) => {
        const at = new Date(`2026-03-01T${time}:00Z`);
        const added = event('factor_added', { id: `${factor} ${time}`, at, details: { factor } });
        return deliveriesOf({ event: added }).map(({ id }) => id);
      });
    expect(new Set(idsOf('recovery_codes')).size).toBe(2);
    expect(new Set(idsOf('totp')).size).toBe(3);
  });

  it('is told only where these happened', () => {
    const details = { newDevice: true, granted: 'admin' };
    const told = EVENT_TYPES.filter((type) => deliveriesOf({ event: event(type, { details }) }).length > 0);
    expect(told).toEqual([
      'account_deleted',
      'email_changed',
      'email_restored',
      'factor_added',
      'factor_removed',
      'factors_reset',
      'password_changed',
      'password_reset',
      'recovery_code_used',
      'roles_changed',
      'second_factor_failed',
      'signed_in',
      'token_reused',
    ]);
  });
});
