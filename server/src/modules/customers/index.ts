// The only door of customers.
export type { CustomersPorts } from './ports.ts';
export { createCustomers, type Customers } from './shell/customers.ts';
export { customerRoutes } from './shell/routes.ts';
