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
  // One's own second factor.
  'GET /me/second-factor': EVERYONE,
  'POST /me/second-factor': EVERYONE,
  'POST /me/second-factor/confirm': EVERYONE,
  'POST /me/second-factor/recovery-codes': EVERYONE,
  'POST /me/second-factor/off': EVERYONE,

  'GET /interactions': OWN,
  'GET /interactions/{id}': OWN,
  'GET /interactions/{id}/events': OWN,
  'GET /interactions/{id}/explain': OWN,
  'POST /interactions/{id}/reassign': NOT_AGENTS,
  'GET /waiting': NOT_AGENTS,
  'PUT /interactions/{id}/wrap-up': ['own', 'team', 'allowed'],
  'POST /interactions/{id}/wrap-up/more': ['own', 'allowed', 'allowed'],
  'PUT /interactions/{id}/customer': OWN,
  'GET /recordings/{id}': OWN,
  'GET /recordings/{id}/audio': OWN,
  // An agent: of his own box and of the boxes of his queues.
  'GET /voicemails': EVERYONE,
  'GET /voicemails/counts': EVERYONE,
  'GET /voicemails/{id}': EVERYONE,
  'POST /voicemails/{id}/take': EVERYONE,
  'POST /voicemails/{id}/done': EVERYONE,
  'POST /voicemails/{id}/reopen': EVERYONE,
  // Those with a contact he may see.
  'GET /conversations': EVERYONE,
  'GET /conversations/{id}': EVERYONE,
  'GET /conversation-rule': EVERYONE,
  'PUT /conversation-rule': ADMINISTRATORS,
  'GET /dispositions': EVERYONE,
  'PUT /dispositions': ADMINISTRATORS,
  'DELETE /dispositions/{id}': ADMINISTRATORS,
  'GET /dispositions/history': ADMINISTRATORS,
  'GET /matters': EVERYONE,
  'POST /matters': EVERYONE,
  'GET /matters/{id}': EVERYONE,
  'PATCH /matters/{id}': EVERYONE,
  'DELETE /matters/{id}': EVERYONE,
  // With contacts he may see.
  'POST /matters/{id}/link': EVERYONE,
  'POST /matters/{id}/unlink': EVERYONE,
  'GET /calls': OWN,
  // Nobody listens to colleagues in secret but who answers for them.
  'GET /calls/{id}/listen': NOT_AGENTS,
  'POST /calls/{id}/monitor': NOT_AGENTS,
  'PATCH /calls/{id}/monitor': NOT_AGENTS,
  'DELETE /calls/{id}/monitor': NOT_AGENTS,
  'POST /calls/{id}/hold': OWN,
  'POST /calls/{id}/resume': OWN,
  'POST /calls/{id}/transfer': OWN,
  'POST /calls/{id}/hang-up': OWN,
  'POST /calls/{id}/digits': OWN,
  'POST /calls/{id}/consult': OWN,
  'DELETE /calls/{id}/consult': OWN,
  'POST /calls/{id}/swap': OWN,
  'POST /calls/{id}/complete': OWN,
  'POST /calls/{id}/conference': OWN,
  'DELETE /calls/{id}/participants/{leg}': OWN,
  'POST /calls/{id}/park': OWN,
  // Each for his own phone; whom a colleague parked anybody may fetch.
  'POST /calls': EVERYONE,
  'GET /parked': EVERYONE,
  'POST /parked/{place}/fetch': EVERYONE,
  'POST /callbacks': EVERYONE,
  // An agent: of the queues he serves, and those he asked for.
  'GET /callbacks': EVERYONE,
  'POST /callbacks/{id}/take': EVERYONE,
  'DELETE /callbacks/{id}': EVERYONE,

  // An agent must find whoever calls next.
  'GET /customers': EVERYONE,
  'GET /customers/{id}': EVERYONE,
  'PATCH /customers/{id}': EVERYONE,
  'PUT /customers/{id}/numbers': EVERYONE,
  'GET /customers/{id}/records': EVERYONE,
  // Of the contacts on it he sees his own.
  'GET /customers/{id}/timeline': EVERYONE,
  'POST /customers/{id}/erase': ADMINISTRATORS,

  // Whom one can transfer to, and whether they are there.
  'GET /directory': EVERYONE,
  'GET /agents': EVERYONE,
  'GET /agents/{id}': EVERYONE,
  'PUT /agents/{id}/presence': ['own', 'team', 'allowed'],
  'PUT /agents/{id}/forced-presence': NOT_AGENTS,
  'POST /agents/{id}/log-out': NOT_AGENTS,
  'GET /agents/{id}/skills': EVERYONE,
  // Nobody gives himself skills.
  'PUT /agents/{id}/skills': ['denied', 'team', 'allowed'],
  'GET /agent-skills': EVERYONE,
  'GET /sites': EVERYONE,
  'POST /sites': ADMINISTRATORS,
  'PATCH /sites/{id}': ADMINISTRATORS,
  'GET /teams': EVERYONE,
  'POST /teams': ADMINISTRATORS,
  'PATCH /teams/{id}': ADMINISTRATORS,
  'DELETE /teams/{id}': ADMINISTRATORS,

  'GET /queues': EVERYONE,
  'GET /queues/{id}': EVERYONE,
  'GET /queues/{id}/live': EVERYONE,
  'POST /queues': ADMINISTRATORS,
  'PATCH /queues/{id}': ADMINISTRATORS,
  'DELETE /queues/{id}': ADMINISTRATORS,
  'GET /skills': EVERYONE,
  'POST /skills': ADMINISTRATORS,
  'PATCH /skills/{id}': ADMINISTRATORS,
  'DELETE /skills/{id}': ADMINISTRATORS,
  'GET /numbers': NOT_AGENTS,
  'POST /numbers': ADMINISTRATORS,
  'PATCH /numbers/{id}': ADMINISTRATORS,
  'DELETE /numbers/{id}': ADMINISTRATORS,
  'GET /trunks': NOT_AGENTS,
  'POST /trunks': ADMINISTRATORS,
  'PATCH /trunks/{id}': ADMINISTRATORS,
  'DELETE /trunks/{id}': ADMINISTRATORS,
  'GET /devices': OWN,
  'POST /devices': ADMINISTRATORS,
  'PATCH /devices/{id}': ADMINISTRATORS,
  'DELETE /devices/{id}': ADMINISTRATORS,
  'GET /me/phone': EVERYONE,
  'POST /me/phone': EVERYONE,
  'PUT /me/phone': EVERYONE,
  'DELETE /me/phone': EVERYONE,

  'GET /flows': NOT_AGENTS,
  'GET /flows/{id}': NOT_AGENTS,
  'GET /flows/{id}/versions': NOT_AGENTS,
  'POST /flows/validate': NOT_AGENTS,
  'POST /flows': ADMINISTRATORS,
  'PUT /flows/{id}/draft': ADMINISTRATORS,
  'POST /flows/{id}/publish': ADMINISTRATORS,
  'DELETE /flows/{id}': ADMINISTRATORS,

  'GET /flow-nodes': NOT_AGENTS,
  'GET /flow-secrets': NOT_AGENTS,
  'PUT /flow-secrets': ADMINISTRATORS,
  'GET /flow-hosts': NOT_AGENTS,
  'PUT /flow-hosts': ADMINISTRATORS,
  'GET /hours': EVERYONE,
  'POST /hours': ADMINISTRATORS,
  'GET /hours/{id}': EVERYONE,
  'PATCH /hours/{id}': ADMINISTRATORS,
  'DELETE /hours/{id}': ADMINISTRATORS,
  'GET /hours/{id}/now': EVERYONE,

  'GET /users': NOT_AGENTS,
  'POST /users': ADMINISTRATORS,
  'PATCH /users/{id}': ADMINISTRATORS,
  'GET /audit': ADMINISTRATORS,
  'DELETE /users/{id}/second-factor': ADMINISTRATORS,
  'GET /security-policy': NOT_AGENTS,
  'PUT /security-policy': ADMINISTRATORS,
  'GET /roles': NOT_AGENTS,
  'POST /roles': ADMINISTRATORS,
  'PATCH /roles/{id}': ADMINISTRATORS,
  'DELETE /roles/{id}': ADMINISTRATORS,
  'GET /api-keys': ADMINISTRATORS,
  'POST /api-keys': ADMINISTRATORS,
  'DELETE /api-keys/{id}': ADMINISTRATORS,
  'GET /storage': ADMINISTRATORS,
  'GET /retention': ADMINISTRATORS,
  'PUT /retention': ADMINISTRATORS,
  'GET /keys': ADMINISTRATORS,
  'POST /keys/rotate': ADMINISTRATORS,

  // An agent: of the queues he serves.
  'GET /kpis': EVERYONE,
  'GET /kpis/live': EVERYONE,
  'GET /kpis/agents': OWN,
  'GET /kpis/definitions': EVERYONE,
  'POST /kpis/recompute': ADMINISTRATORS,
};
