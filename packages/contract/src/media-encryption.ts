// Whether the audio of a phone or trunk is encrypted with keys that SIP over TLS carries (RFC 3711, RFC 4568).
import { Type, type Static } from 'typebox';

/** `offered`, the default: where SIP comes over TLS and the far end takes keys. `required`: calls without it are refused with 488. */
export const MediaEncryption = Type.Union([Type.Literal('off'), Type.Literal('offered'), Type.Literal('required')]);
export type MediaEncryption = Static<typeof MediaEncryption>;
