// Account security, roles and API keys: what is read and what is sent.
import type { ApiKey, ApiKeyCreated, NewApiKey } from '@tandem/contract/api/api-keys.ts';
import type { ChangeRole, NewRole, Role } from '@tandem/contract/api/roles.ts';
import type { RecoveryCodes, SecondFactor, SecondFactorSecret, SecurityPolicy } from '@tandem/contract/api/second-factor.ts';
import { queryOptions } from '@tanstack/react-query';
import type { Api } from './client.ts';
import type { Page } from './interactions.ts';

export const SECOND_FACTOR_KEY = ['second-factor'] as const;
export const POLICY_KEY = ['security-policy'] as const;
export const ROLES_KEY = ['roles'] as const;
export const API_KEYS_KEY = ['api-keys'] as const;

export const secondFactorQuery = (api: Api) =>
  queryOptions({ queryKey: SECOND_FACTOR_KEY, queryFn: ({ signal }) => api.get<SecondFactor>('/me/second-factor', {}, signal) });

export const policyQuery = (api: Api) =>
  queryOptions({ queryKey: POLICY_KEY, queryFn: ({ signal }) => api.get<SecurityPolicy>('/security-policy', {}, signal) });

export const rolesQuery = (api: Api) =>
  queryOptions({
    queryKey: ROLES_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<Role>>('/roles', { limit: 200 }, signal)).items,
  });

export const apiKeysQuery = (api: Api) =>
  queryOptions({
    queryKey: API_KEYS_KEY,
    queryFn: async ({ signal }) => (await api.get<Page<ApiKey>>('/api-keys', { limit: 200 }, signal)).items,
  });

export const beginSecondFactor = (api: Api, password: string | undefined) =>
  api.send<SecondFactorSecret>('POST', '/me/second-factor', password === undefined ? {} : { password });
export const confirmSecondFactor = (api: Api, code: string) => api.send<RecoveryCodes>('POST', '/me/second-factor/confirm', { code });
export const renewRecoveryCodes = (api: Api, code: string) => api.send<RecoveryCodes>('POST', '/me/second-factor/recovery-codes', { code });
export const endSecondFactor = (api: Api, proof: { password: string; code: string }) =>
  api.send<undefined>('POST', '/me/second-factor/off', proof);
export const setPolicy = (api: Api, policy: SecurityPolicy) => api.send<SecurityPolicy>('PUT', '/security-policy', policy);

export const makeRole = (api: Api, role: NewRole) => api.send<Role>('POST', '/roles', role);
export const changeRole = (api: Api, id: string, change: ChangeRole) => api.send<Role>('PATCH', `/roles/${id}`, change);
export const removeRole = (api: Api, id: string) => api.send<undefined>('DELETE', `/roles/${id}`);

export const makeApiKey = (api: Api, key: NewApiKey) => api.send<ApiKeyCreated>('POST', '/api-keys', key);
export const revokeApiKey = (api: Api, id: string) => api.send<undefined>('DELETE', `/api-keys/${id}`);

/** The own one; other sessions end. */
export const changeOwnPassword = (api: Api, passwords: { present: string; next: string }) =>
  api.send<undefined>('PUT', '/me/password', passwords);
