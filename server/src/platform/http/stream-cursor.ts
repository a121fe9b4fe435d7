// Cursors of the event stream: a place in the log, written so that it cannot be mistaken for a number to count with.
import { Type } from 'typebox';
import { decodeCursor, encodeCursor } from './cursor.ts';

const Place = Type.Object({ s: Type.Integer({ minimum: 0 }) }, { additionalProperties: false });

export const streamCursor = (seq: number): string => encodeCursor({ s: seq });
/** Throws `cursor.invalid`. */
export const streamPlace = (cursor: string): number => decodeCursor(cursor, Place).s;
