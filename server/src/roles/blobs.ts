// `npm run blobs -- copy FROM TO`: every sealed recording and file from one place to another, each written as TANDEM_BLOBS is.
import path from 'node:path';
import { copyBlobs } from '../platform/blob/copy.ts';
import { ConfigError } from '../platform/config/config.ts';
import { blobPlace, Unfit, type BlobPlace } from '../platform/config/parse.ts';
import { failStart, settings } from './process.ts';

try {
  const [command, from, to, ...rest] = process.argv.slice(2);
  if (command !== 'copy' || from === undefined || to === undefined || rest.length > 0)
    throw new ConfigError(["npm run blobs -- copy file:/srv/blobs 's3://BUCKET?endpoint=URL'"], 'There is one command:');
  const { config } = settings();
  const say = (text: string): void => void process.stdout.write(`${text}\n`);
  const done = await copyBlobs(placeOf(from), placeOf(to), path.join(config.paths.data, 'blobs-copy'), (result) =>
    say(`${result.copied} copied ...`),
  );
  say(`${done.copied} copied (${done.bytes} bytes), ${done.there} were there already.`);
} catch (error) {
  failStart(error);
}

function placeOf(text: string): BlobPlace {
  try {
    const place = blobPlace(text);
    return place.kind === 'file' ? { kind: 'file', path: path.resolve(place.path) } : place;
  } catch (error) {
    if (error instanceof Unfit) throw new ConfigError([`${text} must be ${error.message}`], 'A place cannot be used:');
    throw error;
  }
}
