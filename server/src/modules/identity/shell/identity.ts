// Identity as the rest of the program uses it: one object over sessions, users, places, agents and the audit trail.
import type { CreateUser, User } from '@tandem/contract/api/users.ts';
import type { AuditEntry } from '@tandem/contract/api/audit.ts';
import type { AgentId, TenantId, UserId } from '@tandem/contract/ids.ts';
import type { UserView } from '@tandem/contract/permissions.ts';
import { AppError } from '../../../platform/errors/types.ts';
import type { Auditor, Authenticator, Caller, Page } from '../../../platform/http/types.ts';
import type { Metrics } from '../../../platform/lifecycle/types.ts';
import type { SessionLimits } from '../core/session.ts';
import type { IdentityPorts } from '../ports.ts';
import { createApiKeys, type ApiKeys } from './api-keys.ts';
import { createAttempts } from './attempts.ts';
import { createCodes } from './codes.ts';
import { createAgents, type Agents } from './agents.ts';
import { createCompany, type Companies } from './company.ts';
import { createEmbeddings, type Embeddings } from './embedding.ts';
import { createUserImports, type UserImports } from './import/imports.ts';
import { createAudit, type AuditFilter } from './audit.ts';
import { BY_SYSTEM, type Context } from './context.ts';
import { createDemoAccess, type DemoAccess } from './demo-access.ts';
import { createPasswords } from './passwords.ts';
import { createPlaceChanges, type PlaceChanges } from './place-changes.ts';
import { createPlaces, type Places } from './places.ts';
import { createSessions } from './sessions.ts';
import { createRoles, type Roles } from './roles.ts';
import { pastProfiles, type PastProfile } from './profiles.ts';
import { createSecondFactors, type SecondFactors } from './second-factor.ts';
import { createSignIn, permissionList, type SignIn } from './sign-in.ts';
import { createUsers, type Users } from './users.ts';

export type Identity = Agents &
  Places &
  PlaceChanges &
  DemoAccess & {
    authenticator: Authenticator;
    auditor: Auditor;
    signIn: SignIn['signIn'];
    /** The caller as he sees himself; an API key with what it may. */
    view(caller: Caller): Promise<UserView | null>;
    endSession(tenant: TenantId, session: string): Promise<void>;
    /** Agents of whom at least one session lives now. */
    agentsWithLiveSession: (tenant: TenantId) => Promise<AgentId[]>;
    /** Removes sessions nobody needs any more; for a daily job. Returns how many. */
    tidySessions: () => Promise<number>;
    audit(tenant: TenantId, filter: AuditFilter): Promise<Page<AuditEntry>>;
    addUser: Users['create'];
    changeUser: Users['change'];
    changePassword: Users['changePassword'];
    endSessionsOf: Users['endSessionsOf'];
    resetSecondFactor: Users['resetSecondFactor'];
    listUsers: Users['list'];
    /** Names and addresses of users in versions, as `config.changed` tells which held. */
    pastProfiles(tenant: TenantId, users: readonly UserId[]): Promise<PastProfile[]>;
    factors: Omit<SecondFactors, 'reset'>;
    roles: Roles;
    apiKeys: ApiKeys;
    userImports: UserImports;
    company: Companies;
    embeddings: Embeddings;
    /** The tenant's user of that e-mail address, made where missing; for start-up. `created` tells whether the password is the given one. */
    createUser(tenant: TenantId, user: CreateUser): Promise<User & { created: boolean }>;
  };

export function createIdentity(options: Context & { session: SessionLimits; ports: IdentityPorts; metrics?: Metrics }): Identity {
  const audit = createAudit(options);
  const passwords = createPasswords();
  const sessions = createSessions(options, options.session, options.ports);
  const observe = (outcome: string) => options.metrics?.observe('sign_ins_total', 1, { outcome });
  const attempts = createAttempts(options, () => observe('throttled'));
  const codes = createCodes(options);
  const signIn = createSignIn(options, { sessions, passwords, codes, attempts, audit, observe });
  const factors = createSecondFactors(options, { passwords, sessions, codes, attempts });
  const users = createUsers(options, { passwords, sessions, factors });

  return {
    ...createAgents(options, options.ports),
    ...createPlaces(options),
    ...createPlaceChanges(options),
    ...createDemoAccess(options),
    authenticator: sessions,
    auditor: audit,
    signIn: signIn.signIn,
    async view({ tenant, user, mustEnrol, scope }) {
      const view = await options.db.tenant(tenant, (tx) => signIn.view(tx, user, mustEnrol), { read: true });
      return view && { ...view, permissions: permissionList(scope) };
    },
    endSession: sessions.end,
    agentsWithLiveSession: sessions.agentsWithLiveSession,
    tidySessions: sessions.tidy,
    audit: audit.list,
    addUser: users.create,
    changeUser: users.change,
    changePassword: users.changePassword,
    endSessionsOf: users.endSessionsOf,
    resetSecondFactor: users.resetSecondFactor,
    listUsers: users.list,
    pastProfiles: (tenant, ids) => pastProfiles(options.db, tenant, ids),
    factors,
    roles: createRoles(options, sessions),
    apiKeys: createApiKeys(options, sessions),
    userImports: createUserImports(options, { passwords, sessions, ports: options.ports }),
    company: createCompany(options),
    embeddings: createEmbeddings(options, sessions),
    async createUser(tenant, user) {
      const there = await users.byEmail(tenant, user.email);
      if (there) return { ...there, created: false };
      try {
        return { ...(await users.create(tenant, user, BY_SYSTEM)), created: true };
      } catch (error) {
        // Another starter was faster; an address of another tenant stays an error.
        const now = error instanceof AppError && error.code === 'user.email-taken' ? await users.byEmail(tenant, user.email) : null;
        if (now) return { ...now, created: false };
        throw error;
      }
    },
  };
}
