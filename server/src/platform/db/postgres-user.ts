// PostgreSQL refuses to run as root: how its programs are started when we are.
import { spawnSync } from 'node:child_process';

/** `wrap` turns a command into the one to spawn. `owner`: the user that must own the data folder, where it is another one than ours. */
export type RunAs = { wrap(command: string, args: string[]): [string, string[]]; uid?: number; gid?: number };

/** Nobody, on Linux and macOS alike close enough: an account without rights. */
const NOBODY = 65_534;

/**
 * As an ordinary user: directly. As root: in a user namespace of its own, where we are somebody else and still own our files; unshare
 * executes the program, so the child's pid is PostgreSQL's own. Where the kernel forbids namespaces: as nobody, with the folder given to it.
 */
export function runAs(): RunAs {
  if (process.getuid?.() !== 0) return { wrap: (command, args) => [command, args] };
  const map = ['--user', '--map-user=1000', '--map-group=1000', '--'];
  const tried = spawnSync('unshare', [...map, 'true'], { stdio: 'ignore' });
  if (tried.status === 0) return { wrap: (command, args) => ['unshare', [...map, command, ...args]] };
  return { wrap: (command, args) => [command, args], uid: NOBODY, gid: NOBODY };
}
