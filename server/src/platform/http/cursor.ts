// Page cursors: opaque to the client, checked against a schema when they come back, so that no handler sees a made-up one.
import type { Static, TSchema } from 'typebox';
import { Check } from 'typebox/value';
import { AppError } from '../errors/types.ts';

/** `value` is where the page ended: the sort key of its last row. Holds nothing secret, as it can be read. */
export function encodeCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Throws `cursor.invalid` for anything that `encodeCursor` did not make from such a value. */
export function decodeCursor<S extends TSchema>(cursor: string, schema: S): Static<S> {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch (cause) {
    throw new AppError('cursor.invalid', {}, { cause });
  }
  if (!Check(schema, value) || encodeCursor(value) !== cursor) throw new AppError('cursor.invalid');
  return value;
}
