// What prompts need of others; supplied by roles/wire.
import type { QueueId, TenantId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';
import type { Sound } from './core/upload.ts';

/** Mono, 16-bit PCM, 8 kHz. */
export type TelephoneSound = { wav: Uint8Array; durationMs: number };
export type Place = { path: string; message: string };

export type PromptPorts = {
  /** Brings a sound to 8 kHz, in a thread of its own. */
  toTelephone(sound: Sound): Promise<TelephoneSound>;
  /** Rejects with `speech.unavailable`, `speech.too-long`, `speech.failed`. */
  speak(tenant: TenantId, text: string, language: Language): Promise<TelephoneSound>;
  /** Whether the product ships a prompt or music of that name. */
  isShipped(name: string): boolean;
  /** Flows and queues that name it. */
  uses(tenant: TenantId, key: string): Promise<Place[]>;
  /** What is heard in the queues that have chosen something: prompt keys. */
  queueMusic(tenant: TenantId): Promise<ReadonlyMap<QueueId, string>>;
  /** Told when another queue chose another music. Returns the way to stop. */
  onQueues(changed: () => void): Promise<() => Promise<void>>;
  edge: {
    /** Whether the edge keeps the clip; asking counts as using it. */
    keeps(clip: string): Promise<boolean>;
    clip(clip: string, wav: Uint8Array): Promise<void>;
  };
};
