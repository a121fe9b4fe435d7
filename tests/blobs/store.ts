// Our client of the object store, pointed at the fake one with its credentials and short times.
import { blobPlace, type S3Place } from '../../server/src/platform/config/parse.ts';
import { openS3, type S3Store, type S3Times } from '../../server/src/platform/blob/s3-store.ts';
import type { FakeS3 } from '../kit/fake-s3.ts';

const nothing = (): void => undefined;
export const quiet = { debug: nothing, info: nothing, warn: nothing, error: nothing };

/** The SDK reads its credentials from the environment, as in earnest. */
export async function storeOf(
  s3: FakeS3,
  more: { bucket?: string; secret?: string; id?: string } & Partial<S3Times> = {},
): Promise<S3Store> {
  const { bucket, secret, id, ...times } = more;
  const settings = s3.settings({ prefix: 'in/here', ...(bucket === undefined ? {} : { bucket }) });
  process.env['AWS_ACCESS_KEY_ID'] = id ?? settings['AWS_ACCESS_KEY_ID'];
  process.env['AWS_SECRET_ACCESS_KEY'] = secret ?? settings['AWS_SECRET_ACCESS_KEY'];
  return openS3(blobPlace(settings['TANDEM_BLOBS']!) as S3Place, { connectMs: 500, requestMs: 700, tries: 3, ...times });
}
