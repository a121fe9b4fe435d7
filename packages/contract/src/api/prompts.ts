// A tenant's own prompts and music: GET/POST /prompts, GET/PATCH/DELETE /prompts/{id}, and the recordings of each, in versions.
import { Type, type Static } from 'typebox';
import { IdOf } from '../ids.ts';
import { At, Language, TenantText } from '../texts.ts';
import { nullable, PageOf } from './page.ts';

/** What flows call it by; unique in the tenant, and never the name of something shipped. */
export const PromptKey = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });

/** `speech` has a recording in each language; `music` has one for everybody and is heard round and round. */
export const PromptKind = Type.Union([Type.Literal('speech'), Type.Literal('music')]);
export type PromptKind = Static<typeof PromptKind>;

/** Which recording of a prompt: of a language, or `all` of music. */
export const Slot = Type.Union([Language, Type.Literal('all')]);
export type Slot = Static<typeof Slot>;

/** How long a recording may be, and how large the WAV that is sent. */
export const LONGEST_MS: Readonly<Record<PromptKind, number>> = { speech: 120_000, music: 300_000 };
export const LARGEST_WAV = 12_000_000;

export const PromptVersion = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  /** The one that is heard. */
  current: Type.Boolean(),
  source: Type.Union([Type.Literal('upload'), Type.Literal('microphone'), Type.Literal('text')]),
  /** What was spoken, where it was made from text. */
  text: nullable(Type.String()),
  durationMs: Type.Integer({ minimum: 0 }),
  madeAt: At,
});
export type PromptVersion = Static<typeof PromptVersion>;

/** Newest first; the last ten are kept. */
export const PromptRecording = Type.Object({ slot: Slot, versions: Type.Array(PromptVersion, { minItems: 1 }) });
export type PromptRecording = Static<typeof PromptRecording>;

export const Prompt = Type.Object({
  id: IdOf('prm'),
  key: PromptKey,
  kind: PromptKind,
  name: TenantText,
  recordings: Type.Array(PromptRecording),
});
export type Prompt = Static<typeof Prompt>;
export const PromptPage = PageOf(Prompt);

/** Where it is used: paths of the API with what people call them. */
export const PromptUses = Type.Object({ places: Type.Array(Type.Object({ path: Type.String(), message: Type.String() })) });
export type PromptUses = Static<typeof PromptUses>;

export const NewPrompt = Type.Object(
  { id: Type.Optional(IdOf('prm')), key: PromptKey, kind: PromptKind, name: TenantText },
  { additionalProperties: false },
);
export type NewPrompt = Static<typeof NewPrompt>;
export const PromptPatch = Type.Object({ name: TenantText }, { additionalProperties: false });
export type PromptPatch = Static<typeof PromptPatch>;

/** A WAV file in base64: PCM of 8, 16, 24 or 32 bits, 8 to 48 kHz, mono or stereo. */
export const PutRecording = Type.Object(
  { wav: Type.String({ contentEncoding: 'base64' }), source: Type.Union([Type.Literal('upload'), Type.Literal('microphone')]) },
  { additionalProperties: false },
);

export const SpeakPrompt = Type.Object({ text: Type.String({ minLength: 1, maxLength: 500 }) }, { additionalProperties: false });
export const RestoreVersion = Type.Object({ version: Type.Integer({ minimum: 1 }) }, { additionalProperties: false });
export const AudioQuery = Type.Object({ version: Type.Optional(Type.Integer({ minimum: 1 })) }, { additionalProperties: false });
