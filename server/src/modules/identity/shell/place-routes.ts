// Sites and teams over HTTP.
import { Type } from 'typebox';
import { WholeQuery } from '@tandem/contract/api/page.ts';
import { ChangeSite, ChangeTeam, CreateSite, CreateTeam, Site, SitePage, Team, TeamPage } from '@tandem/contract/api/users.ts';
import { IdOf } from '@tandem/contract/ids.ts';
import { actorOf, route, type AnyRoute } from '../../../platform/http/types.ts';
import { pageOfWhole } from '../../../platform/http/whole-list.ts';
import type { Identity } from './identity.ts';

const team = Type.Object({ id: IdOf('tem') });

export function placeRoutes(identity: Identity): AnyRoute[] {
  return [
    route({
      method: 'GET',
      path: '/sites',
      summary: 'Sites',
      tag: 'users',
      action: 'agents:read',
      schema: { query: WholeQuery, response: SitePage },
      handle: async ({ caller, query }) => pageOfWhole(await identity.sites(caller.tenant), query, ({ name, id }) => `${name} ${id}`),
    }),
    route({
      method: 'POST',
      path: '/sites',
      summary: 'Create a site',
      tag: 'users',
      action: 'users:write',
      schema: { body: CreateSite, response: Site, status: 201 },
      errors: ['site.name-taken'],
      audit: 'site.create',
      handle: ({ caller, body }) => identity.addSite(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/sites/:id',
      summary: 'Change the name or the time zone of a site',
      tag: 'users',
      action: 'users:write',
      schema: { params: Type.Object({ id: IdOf('sit') }), body: ChangeSite, response: Site },
      errors: ['site.not-found', 'site.name-taken'],
      audit: 'site.change',
      handle: ({ caller, params, body }) => identity.changeSite(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'GET',
      path: '/teams',
      summary: 'Teams',
      tag: 'users',
      action: 'agents:read',
      schema: { query: WholeQuery, response: TeamPage },
      handle: async ({ caller, query }) => pageOfWhole(await identity.teams(caller.tenant), query, ({ name, id }) => `${name} ${id}`),
    }),
    route({
      method: 'POST',
      path: '/teams',
      summary: 'Create a team',
      tag: 'users',
      action: 'users:write',
      schema: { body: CreateTeam, response: Team, status: 201 },
      errors: ['team.name-taken', 'team.not-found', 'site.not-found'],
      audit: 'team.create',
      handle: ({ caller, body }) => identity.addTeam(caller.tenant, body, actorOf(caller)),
    }),
    route({
      method: 'PATCH',
      path: '/teams/:id',
      summary: 'Rename a team',
      tag: 'users',
      action: 'users:write',
      schema: { params: team, body: ChangeTeam, response: Team },
      errors: ['team.not-found', 'team.name-taken'],
      audit: 'team.change',
      handle: ({ caller, params, body }) => identity.changeTeam(caller.tenant, params.id, body, actorOf(caller)),
    }),
    route({
      method: 'DELETE',
      path: '/teams/:id',
      summary: 'Remove a team that nobody is in; "errors" names who and what is',
      tag: 'users',
      action: 'users:write',
      schema: { params: team, response: null },
      errors: ['team.not-found', 'team.in-use'],
      audit: 'team.remove',
      handle: ({ caller, params }) => identity.removeTeam(caller.tenant, params.id, actorOf(caller)).then(() => undefined),
    }),
  ];
}
