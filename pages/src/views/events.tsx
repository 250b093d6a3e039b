import type { AccountEvent, OwnEvent } from '@latchkey/common/client';
import type { Child } from 'hono/jsx';
import type { Site } from '../site';
import { texts } from '../texts/texts';
import { deviceName } from './device-name';
import { Time } from './forms';

const t = texts.activity;

/** What is common to what a person and an admin read of an event. */
type Shown = Pick<AccountEvent, 'type' | 'at' | 'client' | 'details'>;

/** What happened to the account of the person who reads it. */
export function OwnEvents({ events }: { readonly events: readonly OwnEvent[] }) {
  return (
    <ul class="rows">
      {latestFirst(events).map(({ byAdmin, ...event }) => (
        <EventRow event={{ ...event, details: { ...event.details } }} byAdmin={byAdmin} />
      ))}
    </ul>
  );
}

interface AccountEventsProps {
  readonly events: readonly AccountEvent[];
  readonly site: Site;
}

/** What happened to an account, with who did it, for admins. */
export function AccountEvents({ events, site }: AccountEventsProps) {
  return (
    <ul class="rows">
      {latestFirst(events).map((event) => (
        <EventRow event={event} byAdmin={event.actor !== undefined} author={authorOf(event, site)} />
      ))}
    </ul>
  );
}

/** What is counted by the hour stands in the list where its hour begins, and has the time of the last one. */
function latestFirst<T extends Pick<Shown, 'at'>>(events: readonly T[]): T[] {
  return events.toSorted((one, other) => other.at.localeCompare(one.at));
}

interface EventRowProps {
  readonly event: Shown;
  readonly byAdmin: boolean;
  readonly author?: readonly Child[];
}

function EventRow({ event, byAdmin, author = [] }: EventRowProps) {
  const facts: Child[] = [<Time at={event.at} />, ...placeOf(event), ...author, ...detailsOf(event)];
  return (
    <li>
      <div>
        <strong>{sentenceOf(event, byAdmin)}</strong>{' '}
        {event.details.newDevice === true && <span class="badge">{t.newDevice}</span>}
        {byAdmin && <span class="badge">{t.byAdmin}</span>}
        <p class="hint">{facts.flatMap((fact, n) => (n === 0 ? [fact] : [' · ', fact]))}</p>
      </div>
    </li>
  );
}

function sentenceOf({ type, details }: Shown, byAdmin: boolean): string {
  if (type === 'sign_in_failed' && Number(details.count) > 1) return t.failures(Number(details.count));
  if (type === 'sessions_ended' && byAdmin) return t.allSignedOut;
  if (type === 'password_changed' && details.removed === true) return t.passwordRemoved;
  return textOf(t.sentences, type) ?? t.unknown;
}

function placeOf({ client }: Shown): Child[] {
  if (!client) return [];
  const name = <span title={client.userAgent}>{deviceName(client.userAgent)}</span>;
  return client.ip === '' ? [name] : [name, `${t.address} ${client.ip}`];
}

function authorOf({ actor, from }: AccountEvent, { paths }: Site): Child[] {
  if (actor === undefined) return [];
  const isAccount = /^[0-9a-f]{24}$/.test(actor);
  const by = isAccount ? <a href={paths.account(actor)}>{actor}</a> : actor;
  return [
    <>
      {t.by} {by}
      {from !== undefined && ` ${t.from} ${from}`}
    </>,
  ];
}

/** Of these events the reason is one of ours, and not what an admin wrote. */
const CODED = new Set<string>(['session_ended', 'sessions_ended', 'sign_in_failed', 'second_factor_failed']);

/** The details that have texts. */
function detailsOf({ type, details }: Shown): Child[] {
  const { amr, reason, factor, ...others } = details;
  const proofs = [amr ?? []].flat().flatMap((proof) => textOf(t.proofs, proof) ?? []);
  const hasCode = CODED.has(type);
  const known = [textOf(t.factors, factor), hasCode ? textOf(t.reasons, reason) : undefined];
  const named = { ...others, ...(!hasCode && { reason }) };
  const facts = Object.entries(named).flatMap(([name, value]) => {
    const label = textOf(t.details, name);
    if (label === undefined || value === undefined) return [];
    return [
      <>
        {label}: {name === 'until' && typeof value === 'string' ? <Time at={value} /> : valueOf(value)}
      </>,
    ];
  });
  return [...proofs, ...known.filter((text) => text !== undefined), ...facts];
}

function valueOf(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function textOf(catalogue: Readonly<Record<string, string>>, name: unknown): string | undefined {
  return typeof name === 'string' && Object.hasOwn(catalogue, name) ? catalogue[name] : undefined;
}
