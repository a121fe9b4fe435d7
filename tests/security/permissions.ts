// Who may do what, route by route, as it was decided and reviewed: written by hand from the permission table, so that a change of either shows.

/**
 * `allowed`: on everything of the tenant. `own`: on what the agent himself took part in, or what is his. `team`: on agents of the own team.
 * `denied`: never, told as 403 `access.denied`.
 */
export type Rule = 'allowed' | 'own' | 'team' | 'denied';
export type Row = readonly [agent: Rule, supervisor: Rule, administrator: Rule];

const EVERYONE: Row = ['allowed', 'allowed', 'allowed'];
const OWN: Row = ['own', 'allowed', 'allowed'];
const NOT_AGENTS: Row = ['denied', 'allowed', 'allowed'];
const ADMINISTRATORS: Row = ['denied', 'denied', 'allowed'];

/** The only route without sign-in. */
export const PUBLIC: readonly string[] = ['POST /sessions'];

export const MATRIX: Readonly<Record<string, Row>> = {
  'GET /sessions/current': EVERYONE,
  'GET /me': EVERYONE,
  'PUT /me/password': EVERYONE,
  'DELETE /sessions/current': EVERYONE,

  'GET /interactions': OWN,
  'GET /interactions/{id}': OWN,
  'GET /interactions/{id}/events': OWN,
  'GET /interactions/{id}/explain': OWN,
  'PUT /interactions/{id}/wrap-up': ['own', 'team', 'allowed'],
  'GET /recordings/{id}': OWN,
  'GET /recordings/{id}/audio': OWN,
  'GET /calls': OWN,
  'POST /calls/{id}/hold': OWN,
  'POST /calls/{id}/resume': OWN,
  'POST /calls/{id}/transfer': OWN,
  'POST /calls/{id}/hang-up': OWN,

  // An agent must find whoever calls next.
  'GET /customers': EVERYONE,
  'GET /customers/{id}': EVERYONE,
  'PATCH /customers/{id}': EVERYONE,
  // Of the contacts on it he sees his own.
  'GET /customers/{id}/timeline': EVERYONE,
  'POST /customers/{id}/erase': ADMINISTRATORS,

  // Whom one can transfer to, and whether they are there.
  'GET /agents': EVERYONE,
  'GET /agents/{id}': EVERYONE,
  'PUT /agents/{id}/presence': ['own', 'team', 'allowed'],
  'GET /agents/{id}/skills': EVERYONE,
  // Nobody gives himself skills.
  'PUT /agents/{id}/skills': ['denied', 'team', 'allowed'],
  'GET /sites': EVERYONE,
  'GET /teams': EVERYONE,
  'POST /teams': ADMINISTRATORS,

  'GET /queues': EVERYONE,
  'GET /queues/{id}': EVERYONE,
  'GET /queues/{id}/live': EVERYONE,
  'POST /queues': ADMINISTRATORS,
  'PATCH /queues/{id}': ADMINISTRATORS,
  'GET /skills': EVERYONE,
  'POST /skills': ADMINISTRATORS,
  'GET /numbers': NOT_AGENTS,
  'POST /numbers': ADMINISTRATORS,
  'PATCH /numbers/{id}': ADMINISTRATORS,
  'GET /trunks': NOT_AGENTS,
  'POST /trunks': ADMINISTRATORS,
  'PATCH /trunks/{id}': ADMINISTRATORS,
  'GET /devices': OWN,
  'POST /devices': ADMINISTRATORS,
  'PATCH /devices/{id}': ADMINISTRATORS,

  'GET /flows': NOT_AGENTS,
  'GET /flows/{id}': NOT_AGENTS,
  'GET /flows/{id}/versions': NOT_AGENTS,
  'POST /flows/validate': NOT_AGENTS,
  'POST /flows': ADMINISTRATORS,
  'PUT /flows/{id}/draft': ADMINISTRATORS,
  'POST /flows/{id}/publish': ADMINISTRATORS,

  'GET /users': NOT_AGENTS,
  'POST /users': ADMINISTRATORS,
  'PATCH /users/{id}': ADMINISTRATORS,
  'GET /audit': ADMINISTRATORS,

  // An agent: of the queues he serves.
  'GET /kpis': EVERYONE,
  'GET /kpis/live': EVERYONE,
  'GET /kpis/agents': OWN,
  'GET /kpis/definitions': EVERYONE,
  'POST /kpis/recompute': ADMINISTRATORS,
};
