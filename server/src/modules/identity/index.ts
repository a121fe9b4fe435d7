// Identity's only door.
export { createIdentity, type Identity } from './shell/identity.ts';
export { expireAudit } from './shell/audit-retention.ts';
export { identityRoutes } from './shell/routes.ts';
