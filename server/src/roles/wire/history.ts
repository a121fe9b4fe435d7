// history <- identity (names of people, now and then), analytics (names of measures), every route of the API (what is restored is done by them).
import { LIVE_MEASURES } from '../../modules/analytics/index.ts';
import { createHistory, type History } from '../../modules/history/index.ts';
import { createPerform } from '../../platform/http/perform.ts';
import type { AnyRoute } from '../../platform/http/types.ts';
import type { Modules, Platform } from './modules.ts';

export function wireHistory({ db }: Pick<Platform, 'db'>, { identity }: Pick<Modules, 'identity'>, routes: readonly AnyRoute[]): History {
  const perform = createPerform(routes, identity.auditor);
  return createHistory({
    db,
    ports: {
      agentNames: (tenant, agents) => identity.agentNames(tenant, agents),
      userNames: (tenant, users) => identity.userNames(tenant, users),
      pastProfiles: (tenant, users) => identity.pastProfiles(tenant, users),
      measureNames: new Map(LIVE_MEASURES.map(({ id, name }) => [id, name])),
      perform,
    },
  });
}
