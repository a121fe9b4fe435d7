// `npm run keys -- rotate-master`: the installation's master key replaced by a new one while the server runs.
import { rotateMaster, type RotationStep } from '../platform/crypto/rotate-master.ts';
import { createDb } from '../platform/db/pool.ts';
import { reachEmbedded } from '../platform/db/reach.ts';
import { ConfigError } from '../platform/config/config.ts';
import { failStart, masterKeySource, settings } from './process.ts';

const SAYS: Readonly<Record<RotationStep, string>> = {
  'new-key-known': 'The new key is in the file, and wraps from now on.',
  'slice-wrapped': 'Tenant keys were wrapped anew.',
  'all-wrapped': 'Every tenant key is wrapped by the new master key.',
  'old-key-kept': 'The old key is kept apart, for old backups.',
  'old-key-dropped': 'The old key is no longer used.',
};

try {
  const [command, ...rest] = process.argv.slice(2);
  if (command !== 'rotate-master' || rest.length > 0) throw new ConfigError(['npm run keys -- rotate-master'], 'There is one command:');
  await rotate();
} catch (error) {
  failStart(error);
}

async function rotate(): Promise<void> {
  const { config } = settings();
  const source = masterKeySource(config);
  const outside = config.databaseUrl?.reveal();
  const reached =
    outside === undefined ? await reachEmbedded({ dataDir: config.paths.data }) : { url: outside, close: () => Promise.resolve() };
  const db = createDb({ url: reached.url, name: 'tandem keys', size: 2 });
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  try {
    const done = await rotateMaster({ ...source, db, told: (step) => say(SAYS[step]) });
    if (done.resumed) say('A rotation that was cut off has been finished: run the command again for another new key.');
    say(`Master key ${done.to} wraps all tenant keys; ${done.wrapped} were wrapped anew.`);
    if (source.fromEnvironment) say('TANDEM_MASTER_KEY_PREVIOUS is no longer needed, but for old backups.');
    for (const file of done.kept)
      say(`Backups made before now need ${file}: keep it with your copies of the key, not here, and destroy it with the last of them.`);
    if (done.kept.length > 0) say(`Make a new copy of ${config.paths.masterKey} now.`);
  } finally {
    await db.close();
    await reached.close();
  }
}
