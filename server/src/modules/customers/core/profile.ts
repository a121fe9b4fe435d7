// A customer's profile as data: what a caller nobody knows is called, what a change makes of it, what goes sealed into the log.
import { addressKey, type Address } from '@tandem/contract/address.ts';
import type { CustomerPatch } from '@tandem/contract/api/customers.ts';
import type { AgentId } from '@tandem/contract/ids.ts';
import type { Language } from '@tandem/contract/texts.ts';

export type Profile = {
  name: string;
  level: string | null;
  language: Language | null;
  tags: string[];
  note: string;
  known: boolean;
  /** The agent who looks after him. */
  owner: AgentId | null;
};

/** A caller nobody has named yet goes by what he calls from. */
export function unknownCaller(address: Address): Profile {
  return { name: nameOf(address), level: null, language: null, tags: [], note: '', known: false, owner: null };
}

export function nameOf(address: Address): string {
  const text = address.kind === 'extension' ? address.extension : address.kind === 'service' ? address.digits : addressKey(address);
  return text.trim() === '' ? 'anonymous' : text;
}

/** Naming a caller makes him known. */
export function patchProfile(profile: Profile, patch: CustomerPatch): Profile {
  const tags = patch.tags ? [...new Set(patch.tags)] : profile.tags;
  return {
    name: patch.name ?? profile.name,
    level: patch.level === undefined ? profile.level : patch.level,
    language: patch.language === undefined ? profile.language : patch.language,
    tags,
    note: patch.note ?? profile.note,
    known: profile.known || (patch.name !== undefined && patch.name !== profile.name),
    owner: patch.owner === undefined ? profile.owner : patch.owner,
  };
}

/** The part of a customer that is his profile. */
export function profileOf({ name, level, language, tags, note, known, owner }: Profile): Profile {
  return { name, level, language, tags, note, known, owner };
}

/** What the event carries, before sealing: the whole profile and, at creation, the first address. */
export function sealedForm(profile: Profile, address?: string): string {
  return JSON.stringify(address === undefined ? profile : { ...profile, address });
}
