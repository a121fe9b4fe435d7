// The command line of `npm start`: which roles run here, and whether to make a certificate.
import { ConfigError } from '../platform/config/config.ts';

export const ROLES = ['edge', 'core', 'api', 'worker'] as const;
export type Role = (typeof ROLES)[number];
export type Arguments = { roles: ReadonlySet<Role>; selfSigned: boolean };

const refuse = (sentence: string): ConfigError => new ConfigError([sentence], 'The arguments are not valid:');

/** Throws a `ConfigError` with a sentence for the operator where an argument is unknown. */
export function readArguments(args: readonly string[]): Arguments {
  let roles: ReadonlySet<Role> = new Set(ROLES);
  let selfSigned = false;
  for (const arg of args) {
    if (arg === '--self-signed') selfSigned = true;
    else if (arg.startsWith('--roles=')) roles = readRoles(arg.slice('--roles='.length));
    else throw refuse(`Unknown argument ${arg}. Known are --roles=${ROLES.join(',')} and --self-signed.`);
  }
  // Routing, flows and the API share one process in this version: each needs the others' memory.
  const together = (['core', 'api', 'worker'] as const).filter((role) => roles.has(role));
  if (together.length > 0 && together.length < 3)
    throw refuse('The roles core, api and worker run in one process for now: name all three, or edge alone.');
  return { roles, selfSigned };
}

function readRoles(list: string): ReadonlySet<Role> {
  if (list === 'all') return new Set(ROLES);
  const names = list.split(',').filter((name) => name !== '');
  const unknown = names.filter((name) => !(ROLES as readonly string[]).includes(name));
  if (names.length === 0 || unknown.length > 0)
    throw refuse(`Unknown role ${unknown.join(', ') || '(none)'}. Roles are ${ROLES.join(', ')}.`);
  return new Set(names as Role[]);
}
