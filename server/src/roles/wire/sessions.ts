// presence, directory <- identity's sessions: an agent is signed in, and a browser his phone, while a session of his lives, told apart by the
// requests that carry it.
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import type { Authenticator } from '../../platform/http/types.ts';
import type { Log } from '../../platform/log/log.ts';
import type { Modules } from './modules.ts';

const REMEMBERED = 10_000;

type Living = { tenant: TenantId; agent: AgentId };

/** The authenticator, told of the first request of a session (the agent signs in) and of its end (he signs out with his last one). */
export function presenceOfSessions(modules: Modules, log: Log): Authenticator {
  const sessions = new Map<string, Living>();
  const { authenticator } = modules.identity;
  authenticator.onRevoked((session) => {
    const ended = sessions.get(session);
    sessions.delete(session);
    if (ended)
      leave(ended).catch((error: unknown) => log.warn('signing an agent out failed', { agent: ended.agent, error: String(error) }));
  });

  /** The table knows of sessions that no request has carried here since the start. */
  async function leave({ tenant, agent }: Living): Promise<void> {
    if ((await modules.identity.agentsWithLiveSession(tenant)).includes(agent)) return;
    await modules.presence.signedOut(tenant, agent);
    // Nobody dials out by the secret of a page that was put out.
    await modules.directory.closePhone(tenant, agent);
  }

  return {
    ...authenticator,
    async authenticate(token, ip) {
      const caller = await authenticator.authenticate(token, ip);
      // A program that comes with an API key of his does not make him be there.
      if (caller?.agent && caller.via !== 'api-key' && !sessions.has(caller.session)) {
        sessions.set(caller.session, { tenant: caller.tenant, agent: caller.agent });
        // Sessions that run out are never told of. Who is forgotten too early is only told to presence once more.
        if (sessions.size > REMEMBERED) sessions.delete(sessions.keys().next().value!);
        await modules.presence.signedIn(caller.tenant, caller.agent);
      }
      return caller;
    },
  };
}
