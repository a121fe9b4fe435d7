// The only door of customers.
export type { CustomersPorts } from './ports.ts';
export { createCustomers, type Customers, type CustomersOptions, type NewCustomer } from './shell/customers.ts';
export type { LookupRow } from './shell/lookup.ts';
export { customerRoutes } from './shell/routes.ts';
