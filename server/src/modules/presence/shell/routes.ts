// Agents in the API: who is there and what he is doing, and changing what he declares.
import { AgentPage, AgentPresence, AgentQuery, AgentView, SetPresence } from '@tandem/contract/api/agents.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import { Type, type Static } from 'typebox';
import { refused } from '../../../platform/errors/refusal.ts';
import { AppError } from '../../../platform/errors/types.ts';
import { decodeCursor, encodeCursor } from '../../../platform/http/cursor.ts';
import { actorOf, route, type Caller } from '../../../platform/http/types.ts';
import { newDeclared } from '../core/presence.ts';
import { shownSince, shownState } from '../core/shown.ts';
import type { Doing, Person, PresencePorts } from '../ports.ts';
import { agentContacts, type ContactPorts } from './agent-contacts.ts';
import { axes } from './axes.ts';
import { forceRoutes } from './force-routes.ts';
import type { Presence } from './presence.ts';

export type PresenceRoutesOptions = { presence: Presence; ports: Pick<PresencePorts, 'work' | 'people' | 'endSessions'> & ContactPorts };

const IDLE: Doing = { activity: 'idle', since: null, work: null, interaction: null, queue: null, until: null };
const ById = Type.Object({ id: IdOf('agt') });

export function presenceRoutes(options: PresenceRoutesOptions) {
  const { presence, ports } = options;
  return [
    route({
      method: 'GET',
      path: '/agents',
      summary: 'Agents the caller may see, by name, with what they declared, what they are doing, and with whom',
      tag: 'agents',
      action: 'presence:read',
      errors: ['routing.not-here'],
      schema: { query: AgentQuery, response: AgentPage },
      async handle({ caller, query, language }) {
        const people = await ports.people(caller, 'presence:read');
        const wanted = people.filter((person) => query.team === undefined || person.team?.id === query.team).sort(byName);
        // The cursor is the last agent shown, so that a page does not move when somebody joins or leaves before it.
        const last = query.cursor === undefined ? null : decodeCursor(query.cursor, Place);
        const rest = last ? wanted.filter((person) => byName(person, last) > 0) : wanted;
        const limit = query.limit ?? 50;
        const page = rest.slice(0, limit);
        return {
          items: await views(options, caller, page, language),
          nextCursor: rest.length > limit ? encodeCursor(placeOf(page.at(-1)!)) : null,
        };
      },
    }),
    route({
      method: 'GET',
      path: '/agents/:id',
      summary: 'One agent',
      tag: 'agents',
      action: 'presence:read',
      errors: ['agent.not-found', 'routing.not-here'],
      schema: { params: ById, response: AgentView },
      async handle({ caller, params, language }) {
        const people = await ports.people(caller, 'presence:read', [params.id]);
        const [view] = await views(options, caller, people, language);
        if (!view) throw new AppError('agent.not-found', { id: params.id });
        return view;
      },
    }),
    route({
      method: 'PUT',
      path: '/agents/:id/presence',
      summary: 'Declares presence, reason and being on queue; an agent for himself, a supervisor for his agents',
      tag: 'agents',
      action: 'presence:set',
      errors: ['agent.not-found', 'presence.not-signed-in', 'presence.offline-on-queue', 'routing.not-here'],
      schema: { params: ById, body: SetPresence, response: AgentPresence },
      async handle({ caller, params: { id }, body }) {
        const own = caller.agent === id;
        if (!own && (caller.scope('presence:set') === 'own' || (await ports.people(caller, 'presence:set', [id])).length === 0)) {
          throw new AppError('agent.not-found', { id });
        }
        const result = await presence.set(caller.tenant, id, { kind: 'set', ...body, own }, actorOf(caller));
        if (!result.ok) throw refused(result.refusal);
        const [row] = await presence.rows(caller.tenant, id);
        return axes(row?.declared ?? result.value, row?.since ?? null, true);
      },
    }),
    ...forceRoutes(presence, ports),
  ];
}

async function views(
  { presence, ports }: PresenceRoutesOptions,
  caller: Caller,
  people: readonly Person[],
  language: Language,
): Promise<AgentView[]> {
  if (people.length === 0) return [];
  const [rows, works] = await Promise.all([
    presence.rows(caller.tenant, people.length === 1 ? people[0]!.agent : undefined),
    ports.work(caller.tenant),
  ]);
  const contacts = await agentContacts(ports, caller, works, new Set(people.map(({ agent }) => agent)), language);
  const declared = new Map(rows.map((row) => [row.declared.agent, row]));
  return people.map((person) => {
    const row = declared.get(person.agent);
    const now = row?.declared ?? newDeclared(person.agent);
    const doing = works.get(person.agent) ?? IDLE;
    const state = shownState(now, doing.activity);
    return {
      id: person.agent,
      name: person.name,
      team: person.team,
      presence: axes(now, row?.since ?? null, caller.agent === person.agent || caller.scope('agents:force') !== null),
      state,
      since: shownSince(state, row?.since ?? null, doing.since),
      contact: contacts.get(person.agent) ?? null,
      workCount: doing.work === null ? 0 : 1,
      work: doing.work,
      until: doing.until,
    };
  });
}

const Place = Type.Object({ agent: IdOf('agt'), name: Type.String() }, { additionalProperties: false });
type Place = Static<typeof Place>;
const placeOf = ({ agent, name }: Person): Place => ({ agent, name });

/** By code point, not by a language's order: the order must be the same for every caller of a cursor. */
function byName(a: Place, b: Place): number {
  if (a.name !== b.name) return a.name < b.name ? -1 : 1;
  return a.agent < b.agent ? -1 : a.agent > b.agent ? 1 : 0;
}
