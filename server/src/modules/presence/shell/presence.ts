// Presence as other modules call it (through roles/wire): every change goes through the tenant's mailbox, reads come from the table.
import type { Actor } from '@tandem/contract/events.ts';
import type { AgentId, TenantId } from '@tandem/contract/ids.ts';
import type { Result } from '../../../kernel/result.ts';
import type { Db } from '../../../platform/db/types.ts';
import { decide, newDeclared, type Declared, type PresenceCommand } from '../core/presence.ts';
import type { PresencePorts } from '../ports.ts';
import { loadPresence, savePresence, type PresenceRow } from './store.ts';

export type PresenceOptions = { db: Db; ports: PresencePorts };

export type Presence = {
  /** A session of the agent began. */
  signedIn(tenant: TenantId, agent: AgentId): Promise<void>;
  /** His last session ended: signed out, expired or revoked. */
  signedOut(tenant: TenantId, agent: AgentId): Promise<void>;
  /** His first device registered, or his last one went. */
  reachable(tenant: TenantId, agent: AgentId, reachable: boolean): Promise<void>;
  /** All agents with a registered device, after telephony (re)started: the others count as unreachable. */
  syncReachable(tenant: TenantId, agents: readonly AgentId[]): Promise<void>;
  /** Brings the agents in line with their sessions, of which some end without a word. `living`: all agents with a living session. */
  syncSignedIn(tenant: TenantId, living: () => Promise<readonly AgentId[]>): Promise<void>;
  /** Refuses `presence.not-signed-in`, `presence.offline-on-queue`. Answers the state after it. */
  set(tenant: TenantId, agent: AgentId, command: Extract<PresenceCommand, { kind: 'set' }>, actor: Actor): Promise<Result<Declared>>;
  /** He is put out: signed out and off queue at once, by somebody else. His sessions are the caller's to end. */
  putOut(tenant: TenantId, agent: AgentId, forced: NonNullable<Declared['forced']>, actor: Actor): Promise<void>;
  /** What every agent last declared: routing's `declared` port. */
  declared(tenant: TenantId): Promise<readonly Declared[]>;
  /** All agents that ever declared anything, or only the given one. */
  rows(tenant: TenantId, agent?: AgentId): Promise<readonly PresenceRow[]>;
};

export function createPresence({ db, ports }: PresenceOptions): Presence {
  const rows = (tenant: TenantId, agent?: AgentId) => db.tenant(tenant, (tx) => loadPresence(tx, agent), { read: true });

  async function send(tenant: TenantId, agent: AgentId, command: PresenceCommand, actor?: Actor): Promise<Result<Declared>> {
    let before = newDeclared(agent);
    const result = await ports.mailbox(tenant, agent, {
      decide(current) {
        before = current ?? newDeclared(agent);
        return decide(before, command);
      },
      save: savePresence,
      ...(actor ? { actor } : {}),
    });
    return result.ok ? { ok: true, value: result.value.at(-1) ?? before } : result;
  }

  return {
    rows,
    declared: async (tenant) => (await rows(tenant)).map((row) => row.declared),
    set: send,
    putOut: async (tenant, agent, forced, actor) => void (await send(tenant, agent, { kind: 'sign-out', forced }, actor)),
    signedIn: async (tenant, agent) => void (await send(tenant, agent, { kind: 'sign-in' })),
    signedOut: async (tenant, agent) => void (await send(tenant, agent, { kind: 'sign-out' })),
    reachable: async (tenant, agent, reachable) => void (await send(tenant, agent, { kind: 'reach', reachable })),
    async syncReachable(tenant, agents) {
      const registered = new Set(agents);
      const known = (await rows(tenant)).map(({ declared }) => declared.agent);
      await Promise.all(
        [...new Set([...known, ...agents])].map((agent) => send(tenant, agent, { kind: 'reach', reachable: registered.has(agent) })),
      );
    },
    async syncSignedIn(tenant, living) {
      // The rows first: who signs in between the two questions is then found living, not taken for gone.
      const before = new Set((await rows(tenant)).filter(({ declared }) => declared.signedIn).map(({ declared }) => declared.agent));
      const now = new Set(await living());
      await Promise.all([
        ...[...before].filter((agent) => !now.has(agent)).map((agent) => send(tenant, agent, { kind: 'sign-out' })),
        ...[...now].filter((agent) => !before.has(agent)).map((agent) => send(tenant, agent, { kind: 'sign-in' })),
      ]);
    },
  };
}
