// The room left on the disks.
import { Type, type Static } from 'typebox';

export const StorageLevel = Type.Union([Type.Literal('ok'), Type.Literal('low'), Type.Literal('critical')]);
export type StorageLevel = Static<typeof StorageLevel>;

/** `data` holds the database and what calls write; `blobs` holds recordings and files, where they lie on a disk of ours. */
export const StoragePlaceName = Type.Union([Type.Literal('data'), Type.Literal('blobs')]);

export const Storage = Type.Object({
  level: StorageLevel,
  places: Type.Array(Type.Object({ name: StoragePlaceName, level: StorageLevel, freeBytes: Type.Integer(), totalBytes: Type.Integer() })),
});
export type Storage = Static<typeof Storage>;
