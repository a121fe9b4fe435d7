// Identity's only door.
export { createIdentity, type Identity } from './shell/identity.ts';
export { identityRoutes } from './shell/routes.ts';
